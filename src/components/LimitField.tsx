import React, { type FormEvent, useId } from 'react';

import { Field, Input } from '@grafana/ui';

import { DEFAULT_LIMIT } from '../contract';

interface Props {
  value: number | undefined;
  /** The limit that applies when none is entered. */
  defaultLimit?: number;
  onChange: (value: number | undefined) => void;
}

/** The most journeys a query returns or counts; empty means the usual ones, which the hint names. */
export function LimitField({ value, defaultLimit = DEFAULT_LIMIT, onChange }: Props) {
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
        placeholder={`${defaultLimit}`}
        value={value ?? ''}
        onChange={readLimit}
      />
    </Field>
  );
}
