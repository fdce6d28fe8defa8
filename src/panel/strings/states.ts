import { t } from './translate';

export const state = {
  loading: () => t('state.loading', 'Loading journeys…'),
  empty: () => t('state.empty', 'No journeys in this time range'),
  emptyAdvice: () => t('state.empty-advice', 'Widen the time range, or make the LogQL or TraceQL query less strict.'),
  error: () => t('state.error', 'The query failed'),
  errorAdvice: () => t('state.error-advice', 'Check the query, or press “Save & test” in the data source’s settings.'),
  foreign: () => t('state.foreign', 'This panel cannot draw these fields'),
  foreignAdvice: (fields: string) =>
    t(
      'state.foreign-advice',
      'It needs the frames of a Request Journey query (nodes, edges, steps), or node graph frames with id, source and target. It got: {{fields}}.',
      { fields }
    ),
  noQuery: () => t('state.no-query', 'No data yet'),
  noQueryAdvice: () =>
    t('state.no-query-advice', 'Add a query to a Request Journey data source: a search, or one journey by its trace ID.'),
};

export const remarks = {
  label: () => t('remarks.label', 'Notices'),
  showAll: () => t('remarks.show-all', 'Show all'),
  sourceFailed: (source: string, error: string) =>
    t('remarks.source-failed', '{{source}} failed, so its data is missing: {{error}}', {
      source,
      error,
    }),
  sourceCut: (source: string, cut: string) =>
    t('remarks.source-cut', 'A limit was reached, so some data from {{source}} is missing: {{cut}}', { source, cut }),
};
