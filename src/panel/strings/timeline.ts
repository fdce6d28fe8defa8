import { counts } from './counts';
import { joinFacts, plural, t } from './translate';

export const views = {
  label: () => t('views.label', 'View'),
  below: () => t('views.below', 'Below the graph'),
  split: () => t('views.split', 'Height of the graph'),
  names: {
    all: () => t('views.names.all', 'Overview'),
    graph: () => t('views.names.graph', 'Graph'),
    timeline: () => t('views.names.timeline', 'Timeline'),
    steps: () => t('views.names.steps', 'Steps'),
  },
};

export const timeline = {
  label: (spans: number, lines: number) =>
    t('timeline.label', 'Timeline of {{spans}} and {{lines}}', {
      spans: counts.spans(spans),
      lines: counts.lines(lines),
    }),
  operation: () => t('timeline.operation', 'Service and operation'),
  expandAll: () => t('timeline.expand-all', 'Expand all'),
  collapseAll: () => t('timeline.collapse-all', 'Collapse all'),
  resize: () => t('timeline.resize', 'Width of the name column'),
  zoom: () => t('timeline.zoom', 'Drag to zoom into a time range'),
  zoomOut: () => t('timeline.zoom-out', 'Show the full time range'),
  span: (service: string, operation: string, facts: string[]) =>
    joinFacts(service, operation || t('timeline.unnamed-span', 'unnamed span'), ...facts),
  at: (from: string, duration: string) => t('timeline.at', 'at {{from}} for {{duration}}', { from, duration }),
  legend: () => t('timeline.legend', 'Critical path'),
  failed: () => t('timeline.failed', 'failed'),
  critical,
  hidden: counts.spansInside,
  noSpans: () => t('timeline.no-spans', 'no spans'),
  withoutSpan: counts.lines,
  nearby: counts.nearbyLines,
  mark: (count: number, level: string, body: string) =>
    count === 1
      ? [level, body].filter(Boolean).join(' ')
      : t('timeline.marks', '{{lines}}, most severe: {{body}}', { lines: counts.lines(count), body }),
};

export const nearby = {
  name: () => t('nearby.name', 'Nearby lines'),
  show: () =>
    t(
      'nearby.show',
      'Show lines without any ID that the same pods wrote at that time. Some may belong to other requests, so they are not counted.'
    ),
  hide: () => t('nearby.hide', 'Hide lines without any ID'),
  asking: () => t('nearby.asking', 'Searching nearby lines…'),
  failed: (message: string) => t('nearby.failed', 'Nearby lines could not be fetched. {{message}}', { message }).trim(),
};

export const steps = {
  label: () => t('steps.label', 'Steps in time order'),
  filter: {
    text: () => t('steps.filter.text', 'Search steps and attributes'),
    kind: () => t('steps.filter.kind', 'Kind'),
    kinds: {
      all: () => t('steps.filter.kinds.all', 'All'),
      span: () => t('steps.filter.kinds.span', 'Spans'),
      log: () => t('steps.filter.kinds.log', 'Lines'),
    },
    level: () => t('steps.filter.level', 'Level'),
    anyLevel: () => t('steps.filter.any-level', 'Any level'),
    levels: {
      error: () => t('steps.filter.levels.error', 'Errors'),
      warning: () => t('steps.filter.levels.warning', 'Warnings and worse'),
      info: () => t('steps.filter.levels.info', 'Info and worse'),
      debug: () => t('steps.filter.levels.debug', 'Debug and worse'),
    },
    service: () => t('steps.filter.service', 'Service'),
    anyService: () => t('steps.filter.any-service', 'All services'),
    clear: () => t('steps.filter.clear', 'Clear filters'),
    none: () => t('steps.filter.none', 'No step matches these filters.'),
    count: (shown: number, all: number) =>
      shown === all
        ? counts.steps(all)
        : t('steps.filter.count', '{{shown, number}} of {{all}}', { shown, all: counts.steps(all) }),
  },
  title: (count: number) => t('steps.title', 'Steps ({{steps, number}})', { steps: count }),
  none: () => t('steps.none', 'The answer has no spans or log lines of this service.'),
  manyJourneys: () => t('steps.many-journeys', 'Select a journey in the list to see its steps.'),
  more: counts.moreSteps,
  kind: {
    span: () => t('steps.kind.span', 'Span'),
    log: () => t('steps.kind.log', 'Log line'),
  },
  noAttributes: () => t('steps.no-attributes', 'No attributes.'),
  wholeLine: () => t('steps.full-line', 'Full line'),
  critical,
  placement: {
    span: () => t('steps.placement.span', 'Placed by its span ID'),
    time: () => t('steps.placement.time', 'Placed by service and time'),
    service: () => t('steps.placement.service', 'Placed by service only'),
    ghost: () => t('steps.placement.ghost', 'Its service sent no spans'),
    possible: () => t('steps.placement.possible', 'Possible: another request, or none, may have written it'),
  } as Record<string, () => string>,
  nearby: () => t('steps.nearby', 'nearby'),
  possible: (requests: number | undefined) =>
    requests === undefined
      ? t('steps.possible', 'possible')
      : plural(
          'steps.possible-of',
          'possible, {{count, number}} request under way',
          'possible, {{count, number}} requests under way',
          requests
        ),
  joinedBy: {
    trace: () => t('steps.joined-by.trace', 'Joined by trace ID'),
    request: () => t('steps.joined-by.request', 'Joined by request ID'),
    nearby: () => t('steps.joined-by.nearby', 'Nearby: the line carries no ID'),
  } as Record<string, () => string>,
  emptyBody: () => t('steps.empty-body', '(empty)'),
};

function critical(ms: string) {
  return t('timeline.critical', '{{ms}} on the critical path', { ms });
}
