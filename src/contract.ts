/**
 * What the data source, the pages and the panel share: plugin ids and the query.
 * The backend reads the same JSON, so a change here is a change there.
 */
import type { DataQuery } from '@grafana/schema';

export const APP_ID = 'requestjourney-journey-app';
export const DATASOURCE_ID = 'requestjourney-journey-datasource';
export const PANEL_ID = 'requestjourney-journey-panel';

/** Frames of an answer, by their name. */
export type FrameName = 'steps' | 'journeys' | 'nodes' | 'edges' | 'trace' | 'logs' | 'findings';

/**
 * `search` finds journeys by LogQL, TraceQL or both; `journey` gets one by its trace ID;
 * `metrics` gives numbers over the journeys that a search finds.
 */
export type JourneyQueryType = 'search' | 'journey' | 'metrics';

/** Numbers over journeys: how many by verdict, share that failed, 95th percentile of durations, findings by code. */
export type Metric = 'count' | 'errorShare' | 'p95' | 'findings';

/** One target of a request to the data source. */
export interface JourneyQuery extends DataQuery {
  queryType?: JourneyQueryType;
  /** A log query; with `traceql` also given, journeys match both. */
  logql?: string;
  traceql?: string;
  /** 64 or 128 bits in hex, a W3C traceparent or a b3 header. */
  traceId?: string;
  /** The most journeys to return, newest first. */
  limit?: number;
  /**
   * Of a search that is streamed (Explore, the app's own page): go on with requests as they
   * happen. A query that is answered once does not know it.
   */
  live?: boolean;
  /**
   * Of query type `journey`: also lines without any ID that its pods wrote at its time. They are
   * only shown, never counted.
   */
  nearby?: boolean;
  /** Which frames to return; the backend chooses by query type when absent. */
  frames?: FrameName[];
  /** Of query type `metrics`; `count` when absent. */
  metric?: Metric;
  /** Of query type `metrics`: a series for each service that takes requests. */
  by?: 'service';
  /** Of query type `metrics`: one number over the time range instead of a time series. */
  instant?: boolean;
  /**
   * The text of a link of Grafana's own (a derived field of Loki, an exemplar, a correlation): a
   * trace ID in any form, LogQL or TraceQL. Read only where `traceId`, `logql` and `traceql` are
   * empty; see components/elsewhere.
   */
  query?: string;
}

/** How many journeys a search returns when it names no limit; the backend's default too. */
export const DEFAULT_LIMIT = 50;

/** How many journeys a query may ask for, and metrics count, unless `limits.journeys` says otherwise; the backend's default too. */
export const MAX_JOURNEYS = 500;

/** A limit of the settings that cut an answer: `cut` of a server in `meta.custom.sources`. */
export type Limit = 'journeys' | 'searchLines' | 'lines';

/**
 * What a notice is about: `meta.custom.notices` holds the code of each notice in `meta.notices`,
 * in their order. A notice that repeats a finding has the finding's code, such as
 * `trace-not-found`. Other codes: docs/reference/frames.md. A notice that was added later, at
 * the end, has none.
 */
export type NoticeCodes = string[];

/** How far a search that is still going on has come: `meta.custom.progress` of its first frame. */
export interface SearchProgress {
  linesScanned: number;
  bytes: number;
  tracesFound: number;
  tracesFetched: number;
  /** Milliseconds since 1970: what is newer is searched. */
  from?: number;
}
