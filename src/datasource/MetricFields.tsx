import React, { useId } from 'react';

import type { SelectableValue } from '@grafana/data';
import { Field, RadioButtonGroup, Stack, Switch } from '@grafana/ui';

import type { JourneyQuery, Metric } from '../contract';

const metrics: Array<SelectableValue<Metric>> = [
  { value: 'count', label: 'Requests', description: 'How many, by verdict' },
  { value: 'errorShare', label: 'Error share', description: 'Share of the requests that failed, 0 to 1' },
  { value: 'p95', label: 'p95', description: '95th percentile of their durations, in ms' },
  { value: 'findings', label: 'Findings', description: 'How many, by code' },
];

interface Props {
  query: JourneyQuery;
  edit: (change: Partial<JourneyQuery>) => void;
  /** An alert rule asks: there one number is the usual. */
  alerting: boolean;
}

/** What is counted, for panels of time series and for alert rules. What is usual is not stored. */
export function MetricFields({ query, edit, alerting }: Props) {
  return (
    <Stack direction="row" wrap="wrap" gap={2} alignItems="start">
      <Field label="Metric" noMargin>
        <RadioButtonGroup
          aria-label="Metric"
          options={metrics}
          value={query.metric ?? 'count'}
          onChange={(metric) => edit({ metric: metric === 'count' ? undefined : metric })}
        />
      </Field>
      <Toggle
        label="By service"
        value={query.by === 'service'}
        onChange={(on) => edit({ by: on ? 'service' : undefined })}
      />
      <Toggle
        label="One number"
        value={query.instant ?? false}
        onChange={(on) => edit({ instant: on || (alerting ? false : undefined) })}
      />
    </Stack>
  );
}

interface ToggleProps {
  label: string;
  value: boolean;
  onChange: (on: boolean) => void;
}

function Toggle({ label, value, onChange }: ToggleProps) {
  const id = useId();
  return (
    <Field label={label} htmlFor={id} noMargin>
      <Switch id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
    </Field>
  );
}
