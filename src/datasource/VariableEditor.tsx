import React, { useId, useMemo } from 'react';

import type { QueryEditorProps, SelectableValue } from '@grafana/data';
import { Field, Input, RadioButtonGroup, Stack } from '@grafana/ui';

import { LimitField } from '../components/LimitField';
import type { JourneyQuery } from '../contract';
import { SearchFields } from './SearchFields';
import type { JourneySettings } from './types';
import type { VariableKind, VariableQuery, VariableSource } from './variableQuery';

type Props = QueryEditorProps<VariableSource, JourneyQuery, JourneySettings, VariableQuery>;

const kinds: Array<SelectableValue<VariableKind>> = [
  { value: 'services', label: 'Services', description: 'All services with spans or log lines' },
  { value: 'namespaces', label: 'Namespaces', description: 'Kubernetes namespaces' },
  { value: 'operations', label: 'Operations', description: 'Span names' },
  { value: 'tenants', label: 'Tenants', description: 'The tenants in the data source’s settings' },
  { value: 'traceIDs', label: 'Trace IDs', description: 'Trace IDs of the requests that a search finds' },
];

const nothing = () => undefined;

/** Edits where a template variable's values come from. */
export function VariableEditor({ datasource, query, range, onChange }: Props) {
  const id = useId();
  const edit = (change: Partial<VariableQuery>) => onChange({ ...query, refId: 'variable', ...change });
  const names = useMemo(() => datasource.catalog(range), [datasource, range]);
  const kind = query.kind ?? 'services';

  return (
    <Stack direction="column" gap={1}>
      <RadioButtonGroup
        aria-label="Values"
        options={kinds}
        value={kind}
        onChange={(chosen) => edit({ kind: chosen })}
      />
      {kind === 'operations' && (
        <Field label="Service" description="Leave empty for all services. Can be a variable." htmlFor={id} noMargin>
          <Input
            id={id}
            width={40}
            placeholder="$service"
            value={query.service ?? ''}
            onChange={({ currentTarget }) => edit({ service: currentTarget.value })}
          />
        </Field>
      )}
      {kind === 'traceIDs' && (
        <>
          <SearchFields
            query={{ refId: query.refId, logql: query.logql, traceql: query.traceql }}
            names={names}
            edit={({ logql = query.logql, traceql = query.traceql }) => edit({ logql, traceql })}
            onRun={nothing}
          />
          <LimitField value={query.limit} onChange={(limit) => edit({ limit })} />
        </>
      )}
    </Stack>
  );
}
