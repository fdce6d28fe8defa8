import React, { useId } from 'react';

import { InlineField, InlineSwitch } from '@grafana/ui';

interface Props {
  value: boolean | undefined;
  onChange: (value: boolean | undefined) => void;
}

const hint =
  "Also lines without any ID that the request's pods wrote at its time. Some may belong to other requests, so they are not counted.";

/** Whether lines without any ID are wanted, too. */
export function NearbyField({ value, onChange }: Props) {
  const id = useId();

  return (
    <InlineField label="Nearby lines" tooltip={hint} htmlFor={id} transparent>
      <InlineSwitch
        id={id}
        value={value ?? false}
        onChange={({ currentTarget }) => onChange(currentTarget.checked || undefined)}
      />
    </InlineField>
  );
}
