import React from 'react';

import type { QueryEditorProps, SelectableValue } from '@grafana/data';
import { RadioButtonGroup, Stack } from '@grafana/ui';

import { LimitField } from '../components/LimitField';
import { QueryTextField } from '../components/QueryTextField';
import { TraceIdField } from '../components/TraceIdField';
import type { JourneyQuery, JourneyQueryType } from '../contract';
import type { JourneyDataSource } from './datasource';
import type { JourneySettings } from './types';

type Props = QueryEditorProps<JourneyDataSource, JourneyQuery, JourneySettings>;

const queryTypes: Array<SelectableValue<JourneyQueryType>> = [
  { value: 'search', label: 'Search', description: 'Find requests by their log lines, their spans, or both' },
  { value: 'journey', label: 'Journey', description: 'One request by its trace ID' },
];

/** Edits one query: a search by LogQL and TraceQL, or one journey by its trace ID. */
export function QueryEditor({ query, onChange, onRunQuery }: Props) {
  const edit = (change: Partial<JourneyQuery>) => onChange({ ...query, ...change });
  const queryType = query.queryType ?? 'search';

  return (
    <Stack direction="column" gap={1}>
      <RadioButtonGroup
        aria-label="Query type"
        options={queryTypes}
        value={queryType}
        onChange={(value) => edit({ queryType: value })}
      />
      {queryType === 'journey' ? (
        <TraceIdField value={query.traceId ?? ''} onChange={(traceId) => edit({ traceId })} onRun={onRunQuery} />
      ) : (
        <SearchFields query={query} edit={edit} onRun={onRunQuery} />
      )}
    </Stack>
  );
}

interface SearchFieldsProps {
  query: JourneyQuery;
  edit: (change: Partial<JourneyQuery>) => void;
  onRun: () => void;
}

function SearchFields({ query, edit, onRun }: SearchFieldsProps) {
  return (
    <>
      <QueryTextField
        label="LogQL"
        description="Requests with a log line that matches"
        placeholder='{namespace="bookinfo"} |= "error"'
        value={query.logql ?? ''}
        onChange={(logql) => edit({ logql })}
        onRun={onRun}
      />
      <QueryTextField
        label="TraceQL"
        description="Requests with spans that match; with LogQL also given, both must"
        placeholder="{ status = error }"
        value={query.traceql ?? ''}
        onChange={(traceql) => edit({ traceql })}
        onRun={onRun}
      />
      <LimitField value={query.limit} onChange={(limit) => edit({ limit })} />
    </>
  );
}
