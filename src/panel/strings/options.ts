import { t } from './translate';

const errorThreshold = () => t('options.thresholds.errors', 'Share of failed requests, in percent.');
const latencyThreshold = () => t('options.thresholds.latency', 'p95 in ms; for one journey, the time spent.');

/** The options pane. */
export const options = {
  categories: {
    graph: () => [t('options.categories.graph', 'Graph')],
    thresholds: () => [t('options.categories.thresholds', 'Thresholds')],
  },
  views: {
    name: () => t('options.views.name', 'Views'),
    description: () => t('options.views.description', 'The views offered for one journey. Select at least one.'),
  },
  viewNames: {
    graph: () => t('options.view-names.graph', 'Graph'),
    timeline: () => t('options.view-names.timeline', 'Timeline'),
    steps: () => t('options.view-names.steps', 'Steps'),
  },
  colorBy: {
    name: () => t('options.color-by.name', 'Colour by'),
    description: () => t('options.color-by.description', 'What decides the colour of services and hops.'),
  },
  colors: {
    errors: () => t('options.colors.errors', 'Errors'),
    latency: () => t('options.colors.latency', 'Latency'),
  },
  labels: {
    name: () => t('options.labels.name', 'Hop labels'),
    description: () => t('options.labels.description', 'What the labels of hops show.'),
  },
  labelContents: {
    p95: () => t('options.label-contents.p95', 'p95 and calls'),
    percentiles: () => t('options.label-contents.percentiles', 'p50 and p95'),
    calls: () => t('options.label-contents.calls', 'Calls and errors'),
    none: () => t('options.label-contents.none', 'Nothing'),
  },
  foldProxies: {
    name: () => t('options.fold-proxies.name', 'Fold sidecars'),
    description: () =>
      t('options.fold-proxies.description', 'If off, each sidecar is drawn as a node.'),
  },
  showMap: {
    name: () => t('options.show-map.name', 'Mini-map'),
    description: () =>
      t('options.show-map.description', 'Shows your position in a graph that is larger than the panel.'),
  },
  thresholds: {
    errorWarning: {
      name: () => t('options.thresholds.error-warning', 'Errors: warning above'),
      description: errorThreshold,
    },
    errorCritical: {
      name: () => t('options.thresholds.error-critical', 'Errors: critical above'),
      description: errorThreshold,
    },
    latencyWarning: {
      name: () => t('options.thresholds.latency-warning', 'Latency: warning above'),
      description: latencyThreshold,
    },
    latencyCritical: {
      name: () => t('options.thresholds.latency-critical', 'Latency: critical above'),
      description: latencyThreshold,
    },
  },
  direction: {
    name: () => t('options.direction.name', 'Direction'),
    description: () => t('options.direction.description', 'The direction in which calls are drawn.'),
  },
  directions: {
    auto: () => t('options.directions.auto', 'Auto'),
    right: () => t('options.directions.right', 'Right'),
    down: () => t('options.directions.down', 'Down'),
  },
  findings: {
    name: () => t('options.findings.name', 'Show findings'),
    description: () =>
      t('options.findings.description', 'Shows above the graph what failed and what is missing.'),
  },
  details: {
    name: () => t('options.details.name', 'Show details'),
    description: () =>
      t('options.details.description', 'Opens the details of a service, hop or step when you click it.'),
  },
};
