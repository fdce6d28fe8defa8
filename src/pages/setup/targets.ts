import type { DataSourceInstanceSettings } from '@grafana/data';

/** Where Loki and Tempo are, for the snippets; what is not known has a name to be replaced. */
export interface Targets {
  loki: Address;
  tempo: Address;
  name: string;
  uid: string;
  lokiUid: string;
  tempoUid: string;
}

export interface Address {
  /** Without a slash at its end. */
  url: string;
  host: string;
  port: string;
  isTls: boolean;
  /** "" for none. */
  tenant: string;
}

interface ServerSettings {
  url?: string;
  tenant?: string;
  datasourceUid?: string;
}

/** Reads the addresses out of the data source's settings. */
export function targetsOf(settings: DataSourceInstanceSettings | undefined): Targets {
  const { loki, tempo } = (settings?.jsonData ?? {}) as { loki?: ServerSettings; tempo?: ServerSettings };
  return {
    loki: addressOf(loki, 'http://loki:3100'),
    tempo: addressOf(tempo, 'http://tempo:3200'),
    name: settings?.name ?? 'Request Journey',
    uid: settings?.uid ?? 'requestjourney',
    lokiUid: loki?.datasourceUid ?? 'loki',
    tempoUid: tempo?.datasourceUid ?? 'tempo',
  };
}

function addressOf(server: ServerSettings | undefined, otherwise: string): Address {
  const url = parse(server?.url) ?? new URL(otherwise);
  const isTls = url.protocol === 'https:';
  return {
    url: url.href.replace(/\/+$/, ''),
    host: url.hostname,
    port: url.port || (isTls ? '443' : '80'),
    isTls,
    tenant: server?.tenant ?? '',
  };
}

function parse(url: string | undefined): URL | undefined {
  try {
    return new URL(url ?? '');
  } catch {
    return undefined;
  }
}
