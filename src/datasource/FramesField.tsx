import React from 'react';

import { Field, FilterPill, Stack } from '@grafana/ui';

import type { FrameName, JourneyQueryType } from '../contract';

const all: FrameName[] = ['journeys', 'steps', 'nodes', 'edges', 'trace', 'logs', 'findings'];

/** What the backend sends when a query names no frames. */
const defaults: Record<Exclude<JourneyQueryType, 'metrics'>, FrameName[]> = {
  search: ['journeys', 'nodes', 'edges'],
  journey: all,
};

interface Props {
  queryType: 'search' | 'journey';
  value: FrameName[] | undefined;
  onChange: (frames: FrameName[] | undefined) => void;
}

/** Which tables the answer has; the fewer, the less is sent. None chosen means the usual ones. */
export function FramesField({ queryType, value, onChange }: Props) {
  const chosen = value?.length ? value : defaults[queryType];

  const toggle = (name: FrameName) => {
    const next = all.filter((one) => (one === name ? !chosen.includes(one) : chosen.includes(one)));
    const isDefault = next.length === 0 || next.join() === defaults[queryType].join();
    onChange(isDefault ? undefined : next);
  };

  return (
    <Field label="Frames" noMargin>
      <Stack direction="row" wrap="wrap" gap={0.5}>
        {all.map((name) => (
          <FilterPill key={name} label={name} selected={chosen.includes(name)} onClick={() => toggle(name)} />
        ))}
      </Stack>
    </Field>
  );
}
