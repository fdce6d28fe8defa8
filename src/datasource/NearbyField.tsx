import React, { useId } from 'react';

import { Field, Switch } from '@grafana/ui';

interface Props {
  value: boolean | undefined;
  onChange: (value: boolean | undefined) => void;
}

/** Whether lines without any ID are wanted, too. */
export function NearbyField({ value, onChange }: Props) {
  const id = useId();

  return (
    <Field
      label="Nearby lines"
      description="Also lines without any ID that the request's pods wrote at its time. Some may belong to other requests, so they are not counted."
      htmlFor={id}
      noMargin
    >
      <Switch
        id={id}
        value={value ?? false}
        onChange={({ currentTarget }) => onChange(currentTarget.checked || undefined)}
      />
    </Field>
  );
}
