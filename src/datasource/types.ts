import type { DataSourceJsonData } from '@grafana/data';

/** How to reach Loki or Tempo. Secrets are not here; see `secretKey`. */
export interface SourceSettings {
  url?: string;
  /** Sent as X-Scope-OrgID; several are joined by "|". */
  tenant?: string;
  basicAuth?: boolean;
  basicAuthUser?: string;
  /** Seconds. */
  timeout?: number;
  tlsSkipVerify?: boolean;
  /** The name in the server's certificate, when it is not the URL's host. */
  serverName?: string;
  /** Names of extra request headers; their values are secrets. */
  headers?: string[];
  /** A core data source of the same server, for links into Explore. */
  datasourceUid?: string;
}

export interface TempoSettings extends SourceSettings {
  /** `auto` searches over gRPC and falls back to HTTP; `off` uses HTTP alone. */
  streaming?: 'auto' | 'off';
}

/** A rule by which the backend finds a trace ID in a log line, beyond the built-in ones. */
export interface TraceIdRule {
  name: string;
  source: 'line' | 'label' | 'json' | 'logfmt';
  /** A regular expression with one group, for source `line`. */
  pattern?: string;
  /** The label's or field's name, for the other sources. */
  key?: string;
}

/** Ceilings of what one query may cost; the backend has defaults for all. */
export interface Limits {
  journeys?: number;
  searchLines?: number;
  lines?: number;
  connections?: number;
}

export interface JourneySettings extends DataSourceJsonData {
  loki?: SourceSettings;
  tempo?: TempoSettings;
  traceIdRules?: TraceIdRule[];
  serviceLabels?: string[];
  serviceAliases?: Record<string, string>;
  /** The stream selector in which all lines of a trace are searched. */
  logScope?: string;
  /** Seconds before and after a trace in which its lines are searched. */
  slack?: number;
  limits?: Limits;
  /** Sends the user's own OAuth token to Loki and Tempo; the name is Grafana's. */
  oauthPassThru?: boolean;
  /** Through Grafana's secure SOCKS proxy; the name is Grafana's. */
  enableSecureSocksProxy?: boolean;
  /** Cookies that go along to Loki and Tempo; the name is Grafana's. */
  keepCookies?: string[];
}

export type SourceName = 'loki' | 'tempo';

/** What of a source's settings is secret and never comes back to the browser. */
export type SourceSecret =
  'basicAuthPassword' | 'bearerToken' | 'tlsCACert' | 'tlsClientCert' | 'tlsClientKey' | `header.${string}`;

export type SecretKey = `${SourceName}.${SourceSecret}`;

/** Secrets by key: written, never read back. */
export type JourneySecrets = Partial<Record<SecretKey, string>>;

export function secretKey(source: SourceName, secret: SourceSecret): SecretKey {
  return `${source}.${secret}`;
}
