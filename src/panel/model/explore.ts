import { escapeRegex, quote } from '../../escape';
import type { Step } from './types';

/** Milliseconds since the epoch. */
export interface TimeSpan {
  from: number;
  to: number;
}

/** Room around a journey for clocks that differ and lines that come late. */
const SLACK_MS = 5_000;

/** A step as far as it says when it was. */
export type Timed = Pick<Step, 'time' | 'duration' | 'skew'>;

/** When the steps were, by Loki's times as well as by ours, with some slack; undefined when they have no times. */
export function timeSpanOf(steps: Timed[]): TimeSpan | undefined {
  let [from, to] = [Infinity, -Infinity];
  for (const { time = NaN, duration = 0, skew = 0 } of steps) {
    if (Number.isFinite(time)) {
      from = Math.min(from, time, time - skew);
      to = Math.max(to, time + duration, time - skew);
    }
  }
  return Number.isFinite(from) ? { from: Math.floor(from) - SLACK_MS, to: Math.ceil(to) + SLACK_MS } : undefined;
}

/** TraceQL that finds the trace. */
export function traceQl(traceId: string): string {
  return `{ trace:id = ${quote(traceId)} }`;
}

/** LogQL that finds the lines with the trace ID in the scope, a stream selector. */
export function logQl(traceId: string, scope: string): string {
  return `${scope} |= ${quote(traceId)}`;
}

/** Labels that are stream labels nearly everywhere, the one that narrows most first. */
const scopeLabels = ['namespace', 'k8s_namespace_name', 'service_name', 'app', 'job'];

/** The narrowest stream selector that holds all the lines; Loki refuses one that matches everything. */
export function scopeOf(lines: Step[]): string {
  const label = scopeLabels.find(
    (label) => lines.length > 0 && lines.every(({ attributes }) => isText(attributes[label]))
  );
  if (label === undefined) {
    return '{service_name=~".+"}';
  }
  const values = [...new Set(lines.map(({ attributes }) => String(attributes[label])))].sort();
  return values.length === 1
    ? `{${label}=${quote(values[0])}}`
    : `{${label}=~${quote(values.map(escapeRegex).join('|'))}}`;
}

/** Explore with one query of one data source; the path is Grafana's, without its base. */
export function exploreUrl(
  uid: string,
  type: 'loki' | 'tempo',
  query: Record<string, string>,
  range: TimeSpan
): string {
  const pane = {
    datasource: uid,
    queries: [{ refId: 'A', datasource: { type, uid }, ...query }],
    range: { from: String(range.from), to: String(range.to) },
  };
  return `/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify({ a: pane }))}`;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
