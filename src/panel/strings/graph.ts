import { counts } from './counts';
import { joinFacts, t } from './translate';

export const graph = {
  label: (services: number, hops: number) =>
    t('graph.label', 'Service graph of {{services}} and {{hops}}', sizes(services, hops)),
  zoomIn: () => t('graph.zoom-in', 'Zoom in'),
  zoomOut: () => t('graph.zoom-out', 'Zoom out'),
  fit: () => t('graph.fit', 'Fit the graph into view'),
  tools: () => t('graph.tools', 'Graph tools'),
  layingOut: () => t('graph.laying-out', 'Laying out the graph…'),
  search: {
    label: () => t('graph.search.label', 'Find a service in the graph'),
    found: (at: number, count: number) =>
      count === 0 ? t('graph.search.none', 'no match') : t('graph.search.found', '{{at}} of {{all}}', { at, all: count }),
  },
  errorPath: {
    show: () => t('graph.error-path.show', 'Highlight the error path'),
    hide: () => t('graph.error-path.hide', 'Stop highlighting the error path'),
  },
  proxies: {
    fold: () => t('graph.proxies.fold', 'Fold sidecars'),
    unfold: () => t('graph.proxies.unfold', 'Unfold sidecars'),
  },
  fullscreen: {
    enter: () => t('graph.fullscreen.enter', 'Full screen'),
    leave: () => t('graph.fullscreen.leave', 'Leave full screen'),
  },
  saveSvg: () => t('graph.save-svg', 'Save as SVG'),
  savePng: () => t('graph.save-png', 'Save as PNG'),
  fileName: () => t('graph.file-name', 'request-journey'),
  collapseAll: () => t('graph.collapse-all', 'Collapse namespaces'),
  expandAll: () => t('graph.expand-all', 'Expand namespaces'),
  members: counts.services,
  collapsed: () => t('graph.collapsed', 'collapsed'),
  map: () => t('graph.map', 'Mini-map of the graph'),
  outline: {
    label: (services: number, hops: number) =>
      t(
        'graph.outline.label',
        'Outline of {{services}} and {{hops}}. Arrow keys follow the calls.',
        sizes(services, hops)
      ),
    leadsBack: (label: string) =>
      t('graph.outline.leads-back', '{{label}}, already in this outline', { label }),
  },
};

export const compare = {
  with: (refId: string) => t('compare.with', 'Compare with {{query}}', { query: refId || 'A' }),
  stop: () => t('compare.stop', 'Stop comparing'),
  legend: () => t('compare.legend', 'Differences'),
  changes: {
    slower: () => t('compare.slower', 'slower'),
    faster: () => t('compare.faster', 'faster'),
    new: () => t('compare.new', 'new'),
    gone: () => t('compare.gone', 'gone'),
    same: () => t('compare.same', 'unchanged'),
  },
  by: (change: string, ms: string) => t('compare.by', '{{ms}} {{change}}', { ms, change }),
  fromTo: (before: string, after: string) =>
    t('compare.from-to', '{{before}} before, {{after}} now', { before, after }),
  overall: (before: string, after: string) => `${before} → ${after}`,
};

export const service = {
  kind: {
    service: () => t('service.kind.service', 'Service'),
    gateway: () => t('service.kind.gateway', 'Gateway'),
    ghost: () => t('service.kind.ghost', 'Service without spans'),
    database: () => t('service.kind.database', 'Database'),
    queue: () => t('service.kind.queue', 'Queue'),
    external: () => t('service.kind.external', 'External service'),
    group: () => t('service.kind.group', 'Namespace'),
    proxy: () => t('service.kind.proxy', 'Proxy of'),
  },
  proxyOf: (name: string) => t('service.proxy-of', '{{name}}’s proxy', { name }),
  proxies: {
    inbound: () => t('service.proxies.inbound', 'sidecar, inbound'),
    outbound: () => t('service.proxies.outbound', 'sidecar, outbound'),
  },
  ghostHint: () => t('service.ghost-hint', 'Wrote log lines but sent no spans'),
  origin: () => t('service.origin', 'Error origin'),
  p95: () => t('service.p95', 'p95'),
  errors: counts.errors,
  errorShare: (share: string) => t('service.error-share', '{{share}} errors', { share }),
  errorLines: counts.errorLines,
  lines: counts.lines,
  label: (parts: string[]) => joinFacts(...parts),
  timeSpent: (ms: string) => t('service.time-spent', '{{ms}} spent', { ms }),
  busy: (from: string, to: string, total: string) =>
    t('service.busy', 'Busy from {{from}} to {{to}} of {{total}}', { from, to, total }),
};

export const hop = {
  label: (source: string, target: string, facts: string[]) =>
    joinFacts(t('hop.label', 'Hop from {{source}} to {{target}}', { source, target }), ...facts),
  calls: counts.calls,
  errors: counts.errors,
  views: () => t('hop.views', 'Caller and callee'),
  client: (name: string) => t('hop.client', 'Caller · {{name}}', { name }),
  server: (name: string) => t('hop.server', 'Callee · {{name}}', { name }),
  noSpans: () => t('hop.no-spans', 'sent no spans'),
  between: () => t('hop.between', 'Network and proxies'),
  proxy: {
    client: () => t('hop.proxy.client', 'Caller’s proxy'),
    server: () => t('hop.proxy.server', 'Callee’s proxy'),
  },
  kind: {
    call: () => '',
    messaging: () => t('hop.kind.messaging', 'messages'),
    link: () => t('hop.kind.link', 'link'),
  },
  columns: {
    end: () => t('hop.columns.end', 'Seen by'),
    calls: () => t('hop.columns.calls', 'Calls'),
    errors: () => t('hop.columns.errors', 'Errors'),
    p50: () => t('hop.columns.p50', 'p50'),
    p95: () => t('hop.columns.p95', 'p95'),
  },
  layer4: {
    title: () => t('hop.layer4.title', 'Layer 4 · ztunnel'),
    possible: () =>
      t(
        'hop.layer4.possible',
        'Possible: ztunnel’s lines carry no ID, and these connections may have carried other requests only.'
      ),
    connection: () => t('hop.layer4.connection', 'Connection'),
    connections: () => t('hop.layer4.connections', 'Connections'),
    request: () => t('hop.layer4.request', 'Sent by the caller'),
    response: () => t('hop.layer4.response', 'Sent by the callee'),
    duration: () => t('hop.layer4.duration', 'Open for'),
    longest: () => t('hop.layer4.longest', 'Longest open for'),
    error: () => t('hop.layer4.error', 'Error'),
  },
  gap: (ms: string) =>
    t('hop.gap', 'The caller’s p95 is {{ms}} longer than the callee’s: likely network, proxies or queueing.', { ms }),
};

const sizes = (services: number, hops: number) => ({ services: counts.services(services), hops: counts.hops(hops) });
