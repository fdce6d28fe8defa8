/** The panel's options, as a dashboard stores them. */
export interface PanelOptions {
  /** The views of a journey that are offered, at least one. */
  views: View[];
  direction: Direction;
  colorBy: ColorBy;
  hopLabels: HopLabels;
  foldProxies: boolean;
  showMap: boolean;
  thresholds: Thresholds;
  showFindings: boolean;
  showDetails: boolean;
}

/** The ways to look at a journey. */
export type View = 'graph' | 'timeline' | 'steps';

/** Where the graph grows to; `auto` takes what fills the panel best. */
export type Direction = 'auto' | 'right' | 'down';

/** What decides the colour of services and hops. */
export type ColorBy = 'errors' | 'latency';

/** What the label of a hop says. */
export type HopLabels = 'p95' | 'percentiles' | 'calls' | 'none';

/** Above these, things are coloured: errors in percent of the requests, latency in milliseconds. */
export interface Thresholds {
  errorWarning: number;
  errorCritical: number;
  latencyWarning: number;
  latencyCritical: number;
}

export const defaultOptions: PanelOptions = {
  views: ['graph', 'timeline', 'steps'],
  direction: 'auto',
  colorBy: 'errors',
  hopLabels: 'p95',
  foldProxies: true,
  showMap: true,
  // Any error is one too many, until someone says otherwise.
  thresholds: { errorWarning: 0, errorCritical: 0, latencyWarning: 500, latencyCritical: 1000 },
  showFindings: true,
  showDetails: true,
};
