import type { DisplayValue, LinkModel } from '@grafana/data';
import type { Authored } from './columns';
import type { Sources } from './sources';
import type { ReadSpanDetails } from './spanDetails';

/** Everything that one response says, one picture for each query of the panel. */
export interface JourneyModel {
  results: QueryResult[];
  /** Field names of frames that no picture could be made of. */
  unknown: string[];
}

/** What one query answered: one journey with its steps, or many journeys with their aggregate graph. */
export interface QueryResult {
  refId: string;
  services: Service[];
  hops: Hop[];
  /** Spans and log lines in time order; empty unless the query asked for one journey. */
  steps: Step[];
  journeys: Journey[];
  findings: Finding[];
  verdict: string;
  remarks: Remark[];
  /** Where the answer came from, as far as it says. */
  sources: Sources;
  spanDetails: ReadSpanDetails;
}

/** A group stands for a namespace that is collapsed, a proxy for one side of a sidecar that is unfolded. */
export type ServiceKind = 'service' | 'gateway' | 'ghost' | 'database' | 'queue' | 'external' | 'group' | 'proxy';

/** What is selected in place of a node or line that is only drawn. */
export interface StandsFor {
  type: 'service' | 'hop';
  id: string;
}

/** How a service or hop fared, the worst first. */
export type Health = 'error' | 'warning' | 'ok';

/** A node of the graph: who did the work. What the frames do not tell is undefined. */
export interface Service {
  id: string;
  name: string;
  /** Namespace and versions. */
  subtitle: string;
  namespace?: string;
  kind: ServiceKind;
  /** How many services a group stands for. */
  members?: number;
  standsFor?: StandsFor;
  /** An icon's name as a foreign node graph gives it, "" for the kind's own. */
  icon: string;
  health: Health;
  /** Share of failed requests, 0 to 1. */
  errorShare: number;
  journeys?: number;
  requests?: number;
  errors?: number;
  /** Milliseconds, as all durations here. */
  p50?: number;
  p95?: number;
  total?: number;
  /** How the dashboard's author wants these times shown. */
  authored: Partial<Record<'p50' | 'p95' | 'total', Authored>>;
  spans?: number;
  lines?: number;
  errorLines?: number;
  /** The main and secondary statistic as a node graph shows them; empty when the frame has our details. */
  stats: DisplayValue[];
  /** The data links of the row's fields, as the dashboard or the data source set them. */
  links: () => LinkModel[];
}

/** How one service reaches another. */
export type HopKind = 'call' | 'messaging' | 'link';

/** Calls from one service to another. */
export interface Hop {
  id: string;
  source: string;
  target: string;
  kind: HopKind;
  health: Health;
  /** The larger of both views. */
  calls?: number;
  errors?: number;
  p95?: number;
  /** How the dashboard's author wants `p95` shown. */
  authored?: Authored;
  client?: View;
  server?: View;
  between: Between;
  lines?: number;
  layer4?: Layer4;
  standsFor?: StandsFor;
  /** Stroke width as the frame asks for it. */
  thickness?: number;
  /** One side sent no spans. */
  dashed: boolean;
  stats: DisplayValue[];
  links: () => LinkModel[];
}

/** Where the time of a hop went that the callee did not work. */
export interface Between {
  overheadP50?: number;
  overheadP95?: number;
  /** Of the overhead, what each end's proxy took. */
  clientProxyP50?: number;
  serverProxyP50?: number;
}

/** What ztunnel reports of a hop's connections in Istio's ambient mode. */
export interface Layer4 {
  connections: number;
  /** Otherwise the connections may have carried other requests only. */
  certain: boolean;
  /** Of the only connection: "client → server". */
  address: string;
  requestBytes?: number;
  responseBytes?: number;
  /** Of the longest connection, in ms. */
  duration?: number;
  error: string;
}

/** One end's view of a hop: the caller's (client) or the callee's (server). */
export interface View {
  calls?: number;
  errors?: number;
  p50?: number;
  p95?: number;
}

export type StepKind = 'span' | 'log';

/** One row of a journey: a span or a log line. */
export interface Step {
  /** Unique in its picture, whatever the frame holds. */
  key: string;
  kind: StepKind;
  /** Corrected for clock skew, as offset is. */
  time?: number;
  /** What was added to a line's own time, by which Loki knows it. */
  skew?: number;
  /** Since the start of the journey. */
  offset?: number;
  duration?: number;
  /** Of the journey's critical path. */
  critical?: number;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  node: string;
  service: string;
  /** The operation or the line, as it was sent: not yet fit for display. */
  body: string;
  level: string;
  health: Health;
  placement: string;
  /** Of a line: why it belongs to the request, by `trace` or `request` ID, or because it is `nearby`. */
  joinedBy: string;
  /** A line without any ID: it is shown, but says nothing of how the request fared. */
  nearby: boolean;
  /** Of a nearby line that may be of another request: how many were in its pod then. */
  underWay?: number;
  attributes: Record<string, unknown>;
  /** The data links of the row's fields, as the dashboard or the data source set them. */
  links: () => LinkModel[];
}

/** How a request ended; spans tell, log lines alone do not. */
export type Outcome = Health | 'unknown';

/** One request of a search. */
export interface Journey {
  key: string;
  traceId: string;
  time?: number;
  duration?: number;
  /** Service and operation of the root span. */
  service: string;
  operation: string;
  status: string;
  outcome: Outcome;
  verdict: string;
  services?: number;
  spans?: number;
  lines?: number;
  errors?: number;
  findings?: number;
  /** The trace ID's data links, as the dashboard or the data source set them. */
  links: () => LinkModel[];
}

export type Severity = 'error' | 'warning' | 'info';

/** A remark of the backend on what broke, or on what cannot be seen. */
export interface Finding {
  key: string;
  severity: Severity;
  code: string;
  /** Service ID, "" when it is about the whole. */
  node: string;
  spanId: string;
  message: string;
  advice: string;
  /** The figures and names that the finding rests on. */
  evidence: Record<string, unknown>;
}

/** What the user must know about the answer itself, such as a source that failed. */
export interface Remark {
  severity: Severity;
  text: string;
  /** What it is about: the code of the finding that it repeats, or another one. */
  code?: string;
}
