import type { DataFrame } from '@grafana/data';

/** Grafana's own data sources of the same Loki and Tempo, to lead on to. */
export interface Sources {
  /** Data source UIDs. */
  loki?: string;
  tempo?: string;
  /** The stream selector in which the lines of a journey are searched: `{namespace="shop"}`. */
  logScope?: string;
  /** Our own data source that was asked. */
  own?: string;
}

/** What `meta.custom` says of the sources. */
export function readSources(frames: DataFrame[]): Sources {
  const custom = frames.map(({ meta }) => meta?.custom).find((custom) => custom?.sources !== undefined);
  const uid = (name: string) => textOf(custom?.sources?.[name]?.datasourceUid);
  return { loki: uid('loki'), tempo: uid('tempo'), logScope: textOf(custom?.logScope) };
}

/** The settings of our data source say the same, as far as they are set. */
export function sourcesOfSettings(jsonData: unknown): Sources {
  const settings = (jsonData ?? {}) as Record<string, { datasourceUid?: unknown } | undefined>;
  return {
    loki: textOf(settings.loki?.datasourceUid),
    tempo: textOf(settings.tempo?.datasourceUid),
    logScope: textOf(settings.logScope),
  };
}

/** `first`, and from the others what it lacks. */
export function mergeSources(first: Sources, second: Sources): Sources {
  return {
    loki: first.loki ?? second.loki,
    tempo: first.tempo ?? second.tempo,
    logScope: first.logScope ?? second.logScope,
    own: first.own ?? second.own,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
