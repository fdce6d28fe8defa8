import React, { useMemo } from 'react';

import type { QueryEditorProps, SelectableValue, TimeRange } from '@grafana/data';
import { RadioButtonGroup, Stack, Text } from '@grafana/ui';

import { LimitField } from '../components/LimitField';
import { QueryHints } from '../components/QueryHints';
import { TraceIdField } from '../components/TraceIdField';
import type { JourneyQuery, JourneyQueryType } from '../contract';
import { Catalog } from './catalog';
import type { JourneyDataSource } from './datasource';
import { explain } from './explain';
import { FramesField } from './FramesField';
import { MetricFields } from './MetricFields';
import { SearchFields } from './SearchFields';
import type { JourneySettings } from './types';

type Props = QueryEditorProps<JourneyDataSource, JourneyQuery, JourneySettings>;

const queryTypes: Array<SelectableValue<JourneyQueryType>> = [
  { value: 'search', label: 'Search', description: 'Find requests by their log lines, their spans, or both' },
  { value: 'journey', label: 'Journey', description: 'One request by its trace ID' },
  { value: 'metrics', label: 'Metrics', description: 'Numbers over many requests, for graphs and alert rules' },
];

/** Edits one query: a search, one journey by its trace ID, or numbers over what a search finds. */
export function QueryEditor({ datasource, query, range, onChange, onRunQuery }: Props) {
  const edit = (change: Partial<JourneyQuery>) => onChange({ ...query, ...change });
  const queryType = query.queryType ?? 'search';
  const names = useCatalog(datasource, range);

  const showJourney = (traceId: string) => {
    edit({ queryType: 'journey', traceId });
    onRunQuery();
  };

  return (
    <Stack direction="column" gap={1}>
      <Stack>
        <RadioButtonGroup
          aria-label="Query type"
          options={queryTypes}
          value={queryType}
          onChange={(value) => edit({ queryType: value })}
        />
      </Stack>
      {queryType === 'journey' ? (
        <TraceIdField value={query.traceId ?? ''} onChange={(traceId) => edit({ traceId })} onRun={onRunQuery} />
      ) : (
        <SearchFields query={query} names={names} edit={edit} onRun={onRunQuery} onTraceId={showJourney} />
      )}
      {queryType === 'metrics' && <MetricFields query={query} edit={edit} />}
      <Stack direction="row" wrap="wrap" gap={2} alignItems="start">
        {queryType !== 'journey' && <LimitField value={query.limit} onChange={(limit) => edit({ limit })} />}
        {queryType !== 'metrics' && (
          <FramesField queryType={queryType} value={query.frames} onChange={(frames) => edit({ frames })} />
        )}
      </Stack>
      {queryType !== 'journey' && !query.logql && !query.traceql && <QueryHints onPick={edit} />}
      <Text color="secondary" variant="bodySmall">
        {explain(query)}
      </Text>
    </Stack>
  );
}

/** The names to choose from, within the time range that is shown. */
function useCatalog(datasource: JourneyDataSource, range: TimeRange | undefined): Catalog {
  const [from, to] = [range?.raw.from.toString(), range?.raw.to.toString()];
  // eslint-disable-next-line react-hooks/exhaustive-deps -- a relative range moves on without being another
  return useMemo(() => datasource.catalog(range), [datasource, from, to]);
}
