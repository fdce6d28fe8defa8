import React from 'react';

import { Button, Stack, Text } from '@grafana/ui';

import type { JourneyQuery } from '../contract';

type Search = Pick<JourneyQuery, 'logql' | 'traceql'>;

/** Questions to begin with; they match wherever there is data at all. */
const examples: Array<{ name: string; search: Search }> = [
  { name: 'All requests', search: { traceql: '{ }' } },
  { name: 'Requests with errors', search: { traceql: '{ status = error }' } },
  { name: 'Requests over 1 s', search: { traceql: '{ trace:duration > 1s }' } },
  { name: 'Requests with error lines', search: { logql: '{service_name=~".+"} | detected_level="error"' } },
];

interface Props {
  onPick: (search: Search) => void;
}

/** Fills an empty query by one click. */
export function QueryHints({ onPick }: Props) {
  return (
    <Stack direction="row" wrap="wrap" gap={1} alignItems="center">
      <Text color="secondary" variant="bodySmall">
        Start with
      </Text>
      {examples.map(({ name, search }) => (
        <Button key={name} size="sm" variant="secondary" fill="outline" onClick={() => onPick(search)}>
          {name}
        </Button>
      ))}
    </Stack>
  );
}
