import type { DataFrame } from '@grafana/data';
import { Columns } from './columns';

/** What only a trace frame says about a span. */
export interface SpanDetails {
  /** server, client, internal, … */
  kind: string;
  statusMessage: string;
  /** The instrumentation that recorded the span, with its version. */
  scope: string;
  events: SpanEvent[];
  /** Spans of other journeys, or parts of this one, that it names. */
  references: SpanReference[];
  stackTraces: string[];
}

export interface SpanEvent {
  /** Milliseconds since the epoch. */
  time?: number;
  name: string;
  attributes: Record<string, unknown>;
}

export interface SpanReference {
  traceId: string;
  spanId: string;
}

export type ReadSpanDetails = (spanId: string) => SpanDetails | undefined;

/**
 * Reads a span's row of the trace frames when it is asked for: there may be
 * thousands. Without events, where these are steps of their own already.
 */
export function spanDetailsOf(frames: DataFrame[], withEvents: boolean): ReadSpanDetails {
  const tables = frames.map((frame) => new Columns(frame));
  let places: Map<string, [Columns, number]> | undefined;
  return (spanId) => {
    places ??= placesBySpan(tables);
    const place = places.get(spanId);
    const details = place && readDetails(...place);
    return details && { ...details, events: withEvents ? details.events : [] };
  };
}

function placesBySpan(tables: Columns[]): Map<string, [Columns, number]> {
  const places = new Map<string, [Columns, number]>();
  for (const columns of tables) {
    for (let row = 0; row < columns.length; row++) {
      places.set(columns.text('spanid', row), [columns, row]);
    }
  }
  return places;
}

function readDetails(columns: Columns, row: number): SpanDetails {
  const scope = [columns.text('instrumentationlibraryname', row), columns.text('instrumentationlibraryversion', row)];
  return {
    kind: columns.text('kind', row),
    statusMessage: columns.text('statusmessage', row),
    scope: scope.filter(Boolean).join(' '),
    events: readEvents(columns, row).filter(({ attributes }) => attributes.placement === undefined),
    references: columns.list('references', row).map(({ traceID, spanID }) => ({
      traceId: String(traceID ?? ''),
      spanId: String(spanID ?? ''),
    })),
    stackTraces: columns.texts('stacktraces', row),
  };
}

/** A span's events, and its log lines where the backend tells them as events. */
export function readEvents(columns: Columns, row: number): SpanEvent[] {
  return columns.list('logs', row).map(({ timestamp, name, fields }) => {
    const attributes = keyValues(fields);
    const said = name ?? attributes.event ?? attributes.message;
    return { time: toNumber(timestamp), name: typeof said === 'string' ? said : '', attributes };
  });
}

/** Attributes as trace frames list them: `[{key, value}]`. */
export function keyValues(list: unknown): Record<string, unknown> {
  const pairs = Array.isArray(list) ? list.filter((pair) => typeof pair?.key === 'string') : [];
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}

function toNumber(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
