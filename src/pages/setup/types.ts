/** What the backend's setup check says; pkg/setup/result.go has the same names. */

export type CheckStatus = 'ok' | 'warn' | 'fail' | 'skipped';

/** A kind of thing that is missing; snippets say which they close. */
export type Gap =
  | 'no-trace-id'
  | 'no-metadata'
  | 'short-ids'
  | 'sampled-out'
  | 'not-traced'
  | 'not-logged'
  | 'no-traces'
  | 'no-lines'
  | 'derived-field';

/** A part of a mesh, or a log agent, that can be configured. */
export type Tool =
  | 'istio'
  | 'envoy'
  | 'traefik'
  | 'ingress-nginx'
  | 'linkerd'
  | 'fluent-bit'
  | 'alloy'
  | 'otel-collector'
  | 'application'
  | 'grafana';

export interface Check {
  id: string;
  title: string;
}

export interface CheckResult {
  id: string;
  status: CheckStatus;
  /** One sentence. */
  message: string;
  evidence?: { columns: string[]; rows: string[][]; more?: number };
  advice?: string;
  code?: Code[];
  gaps?: Gap[];
  tools?: Tool[];
}

/** Text to be copied, and where to. */
export interface Code {
  title: string;
  language: string;
  text: string;
}

/** One line of the answer. */
export interface SetupMessage {
  checks?: Check[];
  result?: CheckResult;
  /** Milliseconds; the last line. */
  took?: number;
}
