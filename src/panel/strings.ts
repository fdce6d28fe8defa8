import type { Severity, StepKind } from './model/types';

/** How often something is, in words: `plural(2, 'error')` is "2 errors". */
function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** "24 journeys, 6 failed": what there is none of is left out. */
function list(all: string, ...parts: Array<[number, string]>): string {
  const some = parts.filter(([count]) => count > 0);
  return [all, ...some.map(([count, what]) => `${count.toLocaleString('en')} ${what}`)].join(', ');
}

const severity: Record<Severity, string> = { error: 'Error', warning: 'Warning', info: 'Note' };
const kind: Record<StepKind, string> = { span: 'Span', log: 'Log line' };

const verdicts: Record<string, { name: string; sentence: string }> = {
  complete: { name: 'Complete', sentence: 'Spans and log lines of this request are all here.' },
  partial: { name: 'Partial', sentence: 'Parts of this request are missing.' },
  'logs-only': { name: 'Logs only', sentence: 'Log lines were found, but Tempo knows no spans of this request.' },
  'sampled-out': {
    name: 'Sampled out',
    sentence: 'Tracing chose not to record this request: only log lines tell of it.',
  },
  'not-found': { name: 'Not found', sentence: 'Neither Loki nor Tempo knows this request in the time range.' },
  truncated: { name: 'Truncated', sentence: 'A limit cut this request short: not all of it is shown.' },
};

/** All words that the panel shows or speaks. */
export const strings = {
  plural,
  severity,
  unknown: 'unknown',
  graph: {
    label: (services: number, hops: number) =>
      `Service graph of ${plural(services, 'service')} and ${plural(hops, 'hop')}`,
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Fit the graph into view',
  },
  service: {
    kind: {
      service: 'Service',
      gateway: 'Gateway',
      ghost: 'Service without spans',
      database: 'Database',
      queue: 'Queue',
      external: 'External service',
    },
    ghostHint: 'Wrote log lines, sent no spans',
    origin: 'Error origin',
    p95: 'p95',
    errors: (count: number) => plural(count, 'error'),
    errorShare: (share: string) => `${share} errors`,
    errorLines: (count: number) => plural(count, 'error line'),
    lines: (count: number) => plural(count, 'log line'),
    label: (parts: string[]) => parts.filter(Boolean).join(', '),
    timeSpent: (ms: string) => `${ms} spent`,
    busy: (from: string, to: string, whole: string) => `Busy from ${from} to ${to} of ${whole}`,
  },
  hop: {
    label: (source: string, target: string, facts: string[]) =>
      [`Hop from ${source} to ${target}`, ...facts.filter(Boolean)].join(', '),
    calls: (count: number) => plural(count, 'call'),
    errors: (count: number) => plural(count, 'error'),
    views: 'Both ends of the hop',
    client: (service: string) => `Caller · ${service}`,
    server: (service: string) => `Callee · ${service}`,
    noSpans: 'sent no spans',
    columns: { end: 'Seen by', calls: 'Calls', errors: 'Errors', p50: 'p50', p95: 'p95' },
    gap: (ms: string) => `${ms} of the p95 passed between caller and callee: network, proxies or queueing.`,
  },
  details: {
    of: (name: string) => `Details of ${name}`,
    close: 'Close details',
    stats: {
      timeSpent: 'Time spent',
      requests: 'Requests',
      errors: 'Errors',
      p50: 'p50',
      p95: 'p95',
      spans: 'Spans',
      lines: 'Log lines',
      errorLines: 'Error lines',
      journeys: 'Journeys',
    },
    findings: 'Findings',
    calledBy: 'Called by',
    calls: 'Calls',
  },
  steps: {
    title: (count: number) => `Steps (${count.toLocaleString('en')})`,
    none: 'No spans and no log lines of this service are in the answer.',
    manyJourneys: 'Choose one journey from the list to see its steps.',
    more: (count: number) => `Show ${plural(count, 'more step')}`,
    kind,
    noAttributes: 'No attributes.',
    wholeLine: 'Whole line',
    critical: (ms: string) => `${ms} on the critical path`,
    placement: {
      span: 'Placed by its span ID',
      time: 'Placed by service and time',
      service: 'Placed by service only',
      ghost: 'Its service sent no spans',
    } as Record<string, string>,
    emptyBody: '(empty)',
  },
  summary: {
    outcome: {
      error: (ms: string) => `failed after ${ms}`,
      warning: (ms: string) => `took ${ms}, with errors inside`,
      ok: (ms: string) => `took ${ms}`,
    },
    journeys: (count: number, failed: number, flawed: number) =>
      list(plural(count, 'journey'), [failed, 'failed'], [flawed, 'with errors inside']),
    services: (count: number, failing: number) => list(plural(count, 'service'), [failing, 'failing']),
    counts: {
      services: (count: number) => plural(count, 'service'),
      hops: (count: number) => plural(count, 'hop'),
      spans: (count: number) => plural(count, 'span'),
      lines: (count: number) => plural(count, 'log line'),
    },
    request: 'Request',
  },
  verdict: (verdict: string) => verdicts[verdict] ?? { name: verdict, sentence: '' },
  findings: {
    label: 'Findings',
    more: (count: number) => `${count} more`,
    less: 'Show less',
  },
  journeys: {
    label: 'Journeys',
    title: (count: number) => `Journeys (${count.toLocaleString('en')})`,
    columns: {
      time: 'Time',
      request: 'Request',
      duration: 'Duration',
      verdict: 'Verdict',
      spans: 'Spans',
      lines: 'Lines',
      errors: 'Errors',
    },
    unnamed: 'Request without a root span',
    open: (name: string, trace: string, status: string) => `${name}, ${status.toLowerCase()}, journey ${trace}`,
    status: { error: 'Failed', warning: 'Succeeded, with errors inside', ok: 'Succeeded' },
  },
  pictures: { label: 'Query', one: (refId: string) => refId || 'A' },
  state: {
    loading: 'Loading journeys…',
    empty: 'No journeys in this time range',
    emptyAdvice: 'Widen the time range, or loosen the LogQL or TraceQL query.',
    error: 'The query failed',
    errorAdvice: 'Check the query, or the data source with its “Save & test” button.',
    foreign: 'This panel cannot draw these fields',
    foreignAdvice: (fields: string) =>
      `It needs the frames of a Request Journey query (nodes, edges, steps), or node graph frames with id, source and target. It got: ${fields}.`,
    noQuery: 'No data yet',
    noQueryAdvice: 'Ask a Request Journey data source for a search, or for one journey by its trace ID.',
  },
  remarks: {
    label: 'What is missing',
    sourceFailed: (source: string, error: string) =>
      `${source} did not answer, what it knows is missing here: ${error}`,
    sourceCut: (source: string, cut: string) => `Not all of ${source} is shown, a limit was reached: ${cut}`,
  },
  options: {
    direction: { name: 'Direction', description: 'Where the graph grows to.' },
    directions: { auto: 'Auto', right: 'Right', down: 'Down' },
    findings: {
      name: 'Show findings',
      description: 'What broke, or what cannot be seen, as sentences above the graph.',
    },
    details: { name: 'Show details', description: 'Opens the steps or numbers of a service or hop that is clicked.' },
  },
};
