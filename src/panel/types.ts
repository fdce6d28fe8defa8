/** The panel's options, as a dashboard stores them. */
export interface PanelOptions {
  direction: Direction;
  showFindings: boolean;
  showDetails: boolean;
}

/** Where the graph grows to; `auto` takes what fills the panel best. */
export type Direction = 'auto' | 'right' | 'down';

export const defaultOptions: PanelOptions = {
  direction: 'auto',
  showFindings: true,
  showDetails: true,
};
