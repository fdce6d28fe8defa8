import React, { useMemo } from 'react';

import type { QueryEditorProps, TimeRange } from '@grafana/data';
import { Alert, Stack, Text } from '@grafana/ui';

import { readQuery } from '../components/elsewhere/questionOf';
import { LimitField } from '../components/LimitField';
import { QueryHints } from '../components/QueryHints';
import { TraceIdField } from '../components/TraceIdField';
import type { JourneyQuery, JourneyQueryType } from '../contract';
import { asStored, isAlerting, newAlertQuery } from './alerting';
import { Catalog } from './catalog';
import type { JourneyDataSource } from './datasource';
import { explain } from './explain';
import { FramesField } from './FramesField';
import { NearbyField } from './NearbyField';
import { MetricFields } from './MetricFields';
import { QueryTypeField } from './QueryTypeField';
import { SearchFields } from './SearchFields';
import type { JourneySettings } from './types';

type Props = QueryEditorProps<JourneyDataSource, JourneyQuery, JourneySettings>;

/** Edits one query: a search, one journey by its trace ID, or numbers over what a search finds. */
export function QueryEditor({ app, datasource, query: shown, queries, range, onChange, onRunQuery }: Props) {
  const alerting = isAlerting(app);
  const { query, remark } = readQuery(alerting ? asStored(shown, queries) : shown);
  const edit = (change: Partial<JourneyQuery>) => onChange({ ...query, query: undefined, ...change });
  const queryType = query.queryType ?? 'search';
  const defaultLimit = datasource.defaultLimit(queryType);
  const names = useCatalog(datasource, range);

  // A limit is about one type: what is enough for a list is too little to count over.
  const changeType = (type: JourneyQueryType) =>
    edit({ queryType: type, limit: undefined, ...(alerting && newAlertQuery) });

  const showJourney = (traceId: string) => {
    edit({ queryType: 'journey', traceId });
    onRunQuery();
  };

  return (
    <Stack direction="column" gap={1}>
      <QueryTypeField value={queryType} alerting={alerting} onChange={changeType} />
      {queryType === 'journey' ? (
        <TraceIdField value={query.traceId ?? ''} onChange={(traceId) => edit({ traceId })} onRun={onRunQuery} />
      ) : (
        <SearchFields query={query} names={names} edit={edit} onRun={onRunQuery} onTraceId={showJourney} />
      )}
      {queryType === 'metrics' && <MetricFields query={query} edit={edit} alerting={alerting} />}
      <Stack direction="row" wrap="wrap" gap={2} alignItems="start">
        {queryType !== 'journey' && (
          <LimitField value={query.limit} defaultLimit={defaultLimit} onChange={(limit) => edit({ limit })} />
        )}
        {queryType === 'journey' && <NearbyField value={query.nearby} onChange={(nearby) => edit({ nearby })} />}
        {queryType !== 'metrics' && (
          <FramesField queryType={queryType} value={query.frames} onChange={(frames) => edit({ frames })} />
        )}
      </Stack>
      {queryType !== 'journey' && !query.logql && !query.traceql && <QueryHints onPick={edit} />}
      {remark && <Alert severity={query.query ? 'warning' : 'info'} title={remark} bottomSpacing={0} />}
      <Text color="secondary" variant="bodySmall">
        {explain({ ...query, limit: query.limit ?? defaultLimit })}
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
