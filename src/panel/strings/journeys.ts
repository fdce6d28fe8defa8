import { counts } from './counts';
import { joinFacts, t } from './translate';

const verdicts: Record<string, () => { name: string; sentence: string }> = {
  complete: () => ({
    name: t('verdict.complete.name', 'Complete'),
    sentence: t('verdict.complete.sentence', 'Nothing is known to be missing.'),
  }),
  partial: () => ({
    name: t('verdict.partial.name', 'Partial'),
    sentence: t('verdict.partial.sentence', 'Some spans or log lines of this request are missing.'),
  }),
  'logs-only': () => ({
    name: t('verdict.logs-only.name', 'Logs only'),
    sentence: t('verdict.logs-only.sentence', 'Loki has log lines of this request, but Tempo has no spans.'),
  }),
  'sampled-out': () => ({
    name: t('verdict.sampled-out.name', 'Sampled out'),
    sentence: t('verdict.sampled-out.sentence', 'This trace was not sampled, so there are only log lines.'),
  }),
  'not-found': () => ({
    name: t('verdict.not-found.name', 'Not found'),
    sentence: t('verdict.not-found.sentence', 'Neither Loki nor Tempo has this request in the time range.'),
  }),
  truncated: () => ({
    name: t('verdict.truncated.name', 'Truncated'),
    sentence: t('verdict.truncated.sentence', 'A limit was reached, so not all of this request is shown.'),
  }),
};

export const verdict = (name: string) => verdicts[name]?.() ?? { name, sentence: '' };

export const severity = {
  error: () => t('severity.error', 'Error'),
  warning: () => t('severity.warning', 'Warning'),
  info: () => t('severity.info', 'Info'),
};

export const findings = {
  label: () => t('findings.label', 'Findings'),
  more: (count: number) => t('findings.more', '{{more}} more', { more: count }),
  less: () => t('findings.less', 'Show less'),
  repeated: (message: string, count: number) => t('findings.repeated', '{{times, number}} × {{message}}', { message, times: count }),
};

export const summary = {
  outcome: {
    error: (ms: string) => t('summary.outcome.error', 'failed after {{ms}}', { ms }),
    warning: (ms: string) => t('summary.outcome.warning', 'took {{ms}}, with errors', { ms }),
    ok: (ms: string) => t('summary.outcome.ok', 'took {{ms}}', { ms }),
    unknown: (ms: string) => t('summary.outcome.unknown', '(log lines over {{ms}}, outcome unknown)', { ms }),
  },
  journeys: (count: number, failed: number, flawed: number) =>
    joinFacts(
      counts.journeys(count),
      failed > 0 ? t('summary.failed', '{{failed, number}} failed', { failed }) : '',
      flawed > 0 ? t('summary.flawed', '{{flawed, number}} with errors', { flawed }) : ''
    ),
  services: (count: number, failing: number) =>
    joinFacts(counts.services(count), failing > 0 ? t('summary.failing', '{{failing, number}} failing', { failing }) : ''),
  counts: { services: counts.services, hops: counts.hops, spans: counts.spans, lines: counts.lines },
  request: () => t('summary.request', 'Request'),
};

export const journeys = {
  one: () => t('journeys.one', 'Journey'),
  all: () => t('journeys.all', 'All journeys'),
  label: () => t('journeys.label', 'Journeys'),
  title: (count: number) => t('journeys.title', 'Journeys ({{journeys, number}})', { journeys: count }),
  columns: {
    time: () => t('journeys.columns.time', 'Time'),
    request: () => t('journeys.columns.request', 'Request'),
    duration: () => t('journeys.columns.duration', 'Duration'),
    verdict: () => t('journeys.columns.verdict', 'Verdict'),
    spans: () => t('journeys.columns.spans', 'Spans'),
    lines: () => t('journeys.columns.lines', 'Lines'),
    errors: () => t('journeys.columns.errors', 'Errors'),
  },
  unnamed: () => t('journeys.unnamed', 'Request without a root span'),
  open: (name: string, trace: string, status: string) =>
    t('journeys.open', '{{name}}, {{status}}, journey {{trace}}', { name, trace, status: status.toLowerCase() }),
  status: {
    error: () => t('journeys.status.error', 'Failed'),
    warning: () => t('journeys.status.warning', 'Succeeded, with errors'),
    ok: () => t('journeys.status.ok', 'Succeeded'),
    unknown: () => t('journeys.status.unknown', 'Outcome unknown'),
  },
};

export const queries = {
  label: () => t('queries.label', 'Query'),
  one: (refId: string) => refId || 'A',
};
