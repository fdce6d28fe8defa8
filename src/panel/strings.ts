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
  name: 'Request Journey',
  plural,
  severity,
  unknown: 'unknown',
  graph: {
    label: (services: number, hops: number) =>
      `Service graph of ${plural(services, 'service')} and ${plural(hops, 'hop')}`,
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Fit the graph into view',
    tools: 'Tools of the graph',
    keys: 'Arrow keys follow the calls, Enter opens details, Escape leaves.',
    layingOut: 'Placing the services…',
    search: {
      label: 'Find a service in the graph',
      found: (at: number, count: number) => (count === 0 ? 'none' : `${at} of ${count}`),
    },
    trail: { on: 'Dim all but the way of the error', off: 'Show all alike' },
    proxies: { fold: 'Fold sidecars', unfold: 'Unfold sidecars' },
    fullscreen: { enter: 'Full screen', leave: 'Leave full screen' },
    saveSvg: 'Save as SVG',
    savePng: 'Save as PNG',
    fileName: 'request-journey',
    collapseAll: 'Collapse namespaces',
    expandAll: 'Expand namespaces',
    members: (count: number) => plural(count, 'service'),
    collapsed: 'collapsed',
    map: 'Map of the graph',
    outline: {
      label: (services: number, hops: number) =>
        `Outline of ${plural(services, 'service')} and ${plural(hops, 'hop')}. Arrow keys follow the calls.`,
      leadsBack: (label: string) => `${label}, named elsewhere in this outline`,
    },
    legend: 'Legend',
  },
  compare: {
    label: 'Compare',
    with: (refId: string) => `Compare with ${refId || 'A'}`,
    stop: 'Stop comparing',
    legend: 'What differs',
    changes: { slower: 'slower', faster: 'faster', new: 'new', gone: 'gone', same: 'as before' },
    by: (change: string, ms: string) => `${ms} ${change}`,
    fromTo: (before: string, after: string) => `${before} before, ${after} now`,
    whole: (before: string, after: string) => `${before} → ${after}`,
  },
  service: {
    kind: {
      service: 'Service',
      gateway: 'Gateway',
      ghost: 'Service without spans',
      database: 'Database',
      queue: 'Queue',
      external: 'External service',
      group: 'Namespace',
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
    between: 'Network and proxies',
    proxy: { client: 'Caller’s proxy', server: 'Callee’s proxy' },
    proxyTime: (name: string, ms: string) => `${name} ${ms}`,
    kind: { call: '', messaging: 'messages', link: 'link' },
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
    finding: 'Finding',
    evidence: 'Evidence',
    services: 'Services',
    attributes: 'Attributes',
    events: 'Events',
    stackTraces: 'Stack traces',
    references: 'Linked spans',
    span: 'Span',
    lines: 'Log lines',
    parent: 'Called by',
    children: 'Calls',
    hop: {
      kind: { call: 'Calls', messaging: 'Messages', link: 'Linked spans' },
      overhead: (percentile: string) => `Network and proxies, ${percentile}`,
      clientProxy: 'Caller’s proxy, p50',
      serverProxy: 'Callee’s proxy, p50',
    },
    lineOf: (service: string) => (service ? `Log line of ${service}` : 'Log line'),
    step: {
      at: 'At',
      time: 'Time',
      duration: 'Duration',
      critical: 'On the critical path',
      status: 'Status',
      level: 'Level',
      kind: 'Kind',
      placement: 'Placement',
    },
    calledBy: 'Called by',
    calls: 'Calls',
  },
  views: {
    label: 'View',
    below: 'Below the graph',
    names: { all: 'Overview', graph: 'Graph', timeline: 'Timeline', steps: 'Steps' },
  },
  timeline: {
    label: (spans: number, lines: number) => `Timeline of ${plural(spans, 'span')} and ${plural(lines, 'log line')}`,
    operation: 'Service and operation',
    expandAll: 'Expand all',
    collapseAll: 'Collapse all',
    resize: 'Width of the names',
    span: (service: string, operation: string, facts: string[]) =>
      [`${service}, ${operation || 'span without a name'}`, ...facts.filter(Boolean)].join(', '),
    at: (from: string, duration: string) => `at ${from} for ${duration}`,
    failed: 'failed',
    critical: (ms: string) => `${ms} on the critical path`,
    hidden: (count: number) => plural(count, 'span inside', 'spans inside'),
    noSpans: 'no spans',
    unheld: (count: number) => plural(count, 'log line'),
    mark: (count: number, level: string, body: string) =>
      count === 1 ? [level, body].filter(Boolean).join(' ') : `${plural(count, 'log line')}, the gravest: ${body}`,
    legend: 'Critical path',
  },
  steps: {
    label: 'Steps in time order',
    filter: {
      text: 'Search steps and attributes',
      kind: 'Kind',
      kinds: { all: 'All', span: 'Spans', log: 'Lines' },
      level: 'Level',
      anyLevel: 'Any level',
      levels: { error: 'Errors', warning: 'Warnings and worse', info: 'Info and worse', debug: 'Debug and worse' },
      service: 'Service',
      anyService: 'All services',
      clear: 'Clear filters',
      none: 'No step passes these filters.',
      count: (shown: number, all: number) =>
        shown === all ? plural(all, 'step') : `${shown.toLocaleString('en')} of ${plural(all, 'step')}`,
    },
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
  links: {
    title: 'Links',
    tempo: 'Trace in Tempo',
    loki: 'Lines in Loki',
    untitled: 'Open link',
    copyTraceId: 'Copy trace ID',
    copyLogQl: 'Copy LogQL',
    copyTraceQl: 'Copy TraceQL',
  },
  journeys: {
    one: 'Journey',
    all: 'All journeys',
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
    categories: { graph: ['Graph'], thresholds: ['Thresholds'] },
    colorBy: { name: 'Colour by', description: 'What makes a service or hop stand out.' },
    colors: { errors: 'Errors', latency: 'Latency' },
    labels: { name: 'Hop labels', description: 'What the label of a hop says.' },
    labelContents: {
      p95: 'p95 and calls',
      percentiles: 'p50 and p95',
      calls: 'Calls and errors',
      none: 'Nothing',
    },
    foldProxies: {
      name: 'Fold sidecars',
      description: 'Off: hops show how long the proxies of both ends took.',
    },
    showMap: { name: 'Mini-map', description: 'Shows where one is in a graph that is larger than the panel.' },
    thresholds: {
      errorWarning: { name: 'Errors: warning above', description: 'Share of failed requests, in percent.' },
      errorCritical: { name: 'Errors: critical above', description: 'Share of failed requests, in percent.' },
      latencyWarning: { name: 'Latency: warning above', description: 'p95 or, of one journey, time spent; in ms.' },
      latencyCritical: { name: 'Latency: critical above', description: 'p95 or, of one journey, time spent; in ms.' },
    },
    direction: { name: 'Direction', description: 'Where the graph grows to.' },
    directions: { auto: 'Auto', right: 'Right', down: 'Down' },
    findings: {
      name: 'Show findings',
      description: 'What broke, or what cannot be seen, as sentences above the graph.',
    },
    details: { name: 'Show details', description: 'Opens the steps or numbers of a service or hop that is clicked.' },
  },
};
