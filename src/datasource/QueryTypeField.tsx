import React from 'react';

import type { SelectableValue } from '@grafana/data';
import { Alert, Button, RadioButtonGroup, Stack } from '@grafana/ui';

import type { JourneyQueryType } from '../contract';

type QueryTypeOption = SelectableValue<JourneyQueryType>;

const metrics: QueryTypeOption = {
  value: 'metrics',
  label: 'Metrics',
  description: 'Numbers over many requests, for graphs and alert rules',
};

const all: QueryTypeOption[] = [
  { value: 'search', label: 'Search', description: 'Find requests by their log lines, their spans, or both' },
  { value: 'journey', label: 'Journey', description: 'One request by its trace ID' },
  metrics,
];

interface Props {
  value: JourneyQueryType;
  /** An alert rule asks. */
  alerting: boolean;
  onChange: (value: JourneyQueryType) => void;
}

/** What is asked. Alert rules have Metrics alone; a rule that asks for requests says what to do about it. */
export function QueryTypeField({ value, alerting, onChange }: Props) {
  return (
    <>
      <Stack>
        <RadioButtonGroup
          aria-label="Query type"
          options={alerting ? [metrics] : all}
          value={value}
          onChange={onChange}
        />
      </Stack>
      {alerting && value !== 'metrics' && (
        <Alert
          severity="warning"
          bottomSpacing={0}
          title="This query returns requests, but an alert rule compares numbers."
        >
          <Button size="sm" onClick={() => onChange('metrics')}>
            Change to Metrics
          </Button>
        </Alert>
      )}
    </>
  );
}
