import { t } from './translate';

export const state = {
  loading: () => t('state.loading', 'Loading journeys…'),
  empty: () => t('state.empty', 'No journeys in this time range'),
  emptyAdvice: () => t('state.empty-advice', 'Widen the time range, or loosen the LogQL or TraceQL query.'),
  error: () => t('state.error', 'The query failed'),
  errorAdvice: () => t('state.error-advice', 'Check the query, or the data source with its “Save & test” button.'),
  foreign: () => t('state.foreign', 'This panel cannot draw these fields'),
  foreignAdvice: (fields: string) =>
    t(
      'state.foreign-advice',
      'It needs the frames of a Request Journey query (nodes, edges, steps), or node graph frames with id, source and target. It got: {{fields}}.',
      { fields }
    ),
  noQuery: () => t('state.no-query', 'No data yet'),
  noQueryAdvice: () =>
    t('state.no-query-advice', 'Ask a Request Journey data source for a search, or for one journey by its trace ID.'),
};

export const remarks = {
  label: () => t('remarks.label', 'What is missing'),
  whole: () => t('remarks.whole', 'Show in full'),
  sourceFailed: (source: string, error: string) =>
    t('remarks.source-failed', '{{source}} did not answer, what it knows is missing here: {{error}}', {
      source,
      error,
    }),
  sourceCut: (source: string, cut: string) =>
    t('remarks.source-cut', 'Not all of {{source}} is shown, a limit was reached: {{cut}}', { source, cut }),
};
