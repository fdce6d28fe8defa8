import {
  type DataFrame,
  type DisplayProcessor,
  FieldType,
  getDisplayProcessor,
  type GrafanaTheme2,
  type IconName,
} from '@grafana/data';

/** One request in the list, as the `journeys` frame tells it. */
export interface JourneyRow {
  traceId: string;
  time: number;
  /** Milliseconds. */
  duration: number;
  service: string;
  operation: string;
  status: string;
  verdict: string;
  services: number;
  spans: number;
  logs: number;
  errors: number;
  findings: number;
}

export function journeyRows(series: DataFrame[]): JourneyRow[] {
  const frame = series.find(({ name }) => name === 'journeys');
  return frame ? Array.from({ length: frame.length }, (_, i) => toRow(frame, i)) : [];
}

function toRow(frame: DataFrame, i: number): JourneyRow {
  const cell = (name: string): unknown => frame.fields.find((field) => field.name === name)?.values[i];
  const text = (name: string) => String(cell(name) ?? '');
  const number = (name: string) => Number(cell(name) ?? 0);
  return {
    traceId: text('traceID'),
    time: number('time'),
    duration: number('duration'),
    service: text('service'),
    operation: text('body'),
    status: text('status'),
    verdict: text('verdict'),
    services: number('services'),
    spans: number('spans'),
    logs: number('logs'),
    errors: number('errors'),
    findings: number('findings'),
  };
}

export type Outcome = 'error' | 'ok' | 'unknown';

/** How the request ended. Spans tell, log lines alone do not. */
export function outcomeOf({ status, spans }: JourneyRow): Outcome {
  return status === 'error' ? 'error' : spans === 0 ? 'unknown' : 'ok';
}

export const outcomes: Record<Outcome, { name: IconName; title: string }> = {
  error: { name: 'exclamation-circle', title: 'Failed' },
  ok: { name: 'check-circle', title: 'Succeeded' },
  unknown: { name: 'question-circle', title: 'Outcome unknown' },
};

/** Writes milliseconds as Grafana does: "1.20 s". */
export function durationFormat(theme: GrafanaTheme2): DisplayProcessor {
  return getDisplayProcessor({ field: { type: FieldType.number, config: { unit: 'ms' } }, theme });
}

const verdictWords: Record<string, string> = {
  complete: 'Complete',
  partial: 'Partial',
  'logs-only': 'Logs only',
  'sampled-out': 'Sampled out',
  'not-found': 'Not found',
  truncated: 'Truncated',
};

/** How whole a journey is, in words; what a newer backend may say is shown as it says it. */
export function verdictText(verdict: string): string {
  return verdictWords[verdict] ?? verdict;
}
