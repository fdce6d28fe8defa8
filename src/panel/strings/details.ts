import { t } from './translate';

export const details = {
  of: (name: string) => t('details.of', 'Details of {{name}}', { name }),
  close: () => t('details.close', 'Close details'),
  stats: {
    timeSpent: () => t('details.stats.time-spent', 'Time spent'),
    requests: () => t('details.stats.requests', 'Requests'),
    errors: () => t('details.stats.errors', 'Errors'),
    p50: () => t('details.stats.p50', 'p50'),
    p95: () => t('details.stats.p95', 'p95'),
    spans: () => t('details.stats.spans', 'Spans'),
    lines: () => t('details.stats.lines', 'Log lines'),
    errorLines: () => t('details.stats.error-lines', 'Error lines'),
    journeys: () => t('details.stats.journeys', 'Journeys'),
  },
  findings: () => t('details.findings', 'Findings'),
  finding: () => t('details.finding', 'Finding'),
  evidence: () => t('details.evidence', 'Evidence'),
  services: () => t('details.services', 'Services'),
  attributes: () => t('details.attributes', 'Attributes'),
  events: () => t('details.events', 'Events'),
  stackTraces: () => t('details.stack-traces', 'Stack traces'),
  references: () => t('details.references', 'Linked spans'),
  span: () => t('details.span', 'Span'),
  lines: () => t('details.lines', 'Log lines'),
  parent: () => t('details.parent', 'Called by'),
  children: () => t('details.children', 'Calls'),
  hop: {
    kind: {
      call: () => t('details.hop.kind.call', 'Calls'),
      messaging: () => t('details.hop.kind.messaging', 'Messages'),
      link: () => t('details.hop.kind.link', 'Linked spans'),
    },
    overhead: (percentile: string) => t('details.hop.overhead', 'Network and proxies, {{percentile}}', { percentile }),
    clientProxy: () => t('details.hop.client-proxy', 'Caller’s proxy, p50'),
    serverProxy: () => t('details.hop.server-proxy', 'Callee’s proxy, p50'),
  },
  lineOf: (service: string) =>
    service ? t('details.line-of', 'Log line of {{service}}', { service }) : t('details.line', 'Log line'),
  step: {
    at: () => t('details.step.at', 'At'),
    time: () => t('details.step.time', 'Time'),
    duration: () => t('details.step.duration', 'Duration'),
    critical: () => t('details.step.critical', 'On the critical path'),
    status: () => t('details.step.status', 'Status'),
    level: () => t('details.step.level', 'Level'),
    kind: () => t('details.step.kind', 'Kind'),
    placement: () => t('details.step.placement', 'Placement'),
  },
  calledBy: () => t('details.called-by', 'Called by'),
  calls: () => t('details.calls', 'Calls'),
};

export const links = {
  title: () => t('links.title', 'Links'),
  tempo: () => t('links.tempo', 'Trace in Tempo'),
  loki: () => t('links.loki', 'Lines in Loki'),
  untitled: () => t('links.untitled', 'Open link'),
  copyTraceId: () => t('links.copy-trace-id', 'Copy trace ID'),
  copyLogQl: () => t('links.copy-logql', 'Copy LogQL'),
  copyTraceQl: () => t('links.copy-traceql', 'Copy TraceQL'),
  share: () => t('links.share', 'Copy link'),
};
