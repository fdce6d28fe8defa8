import React, { type FormEvent, useId } from 'react';

import { Field, Input } from '@grafana/ui';

import { DEFAULT_LIMIT } from '../contract';

interface Props {
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

/** The most journeys a search returns; empty means the default. */
export function LimitField({ value, onChange }: Props) {
  const id = useId();

  const readLimit = (event: FormEvent<HTMLInputElement>) => {
    const limit = event.currentTarget.valueAsNumber;
    onChange(Number.isInteger(limit) && limit > 0 ? limit : undefined);
  };

  return (
    <Field label="Limit" htmlFor={id} noMargin>
      <Input
        id={id}
        type="number"
        min={1}
        width={12}
        placeholder={`${DEFAULT_LIMIT}`}
        value={value ?? ''}
        onChange={readLimit}
      />
    </Field>
  );
}
