import React, { useId } from 'react';

import { Field, Input, Switch } from '@grafana/ui';

interface FieldProps<T> {
  label: string;
  description?: string;
  value: T | undefined;
  onChange: (value: T) => void;
}

interface TextFieldProps extends FieldProps<string> {
  type?: 'text' | 'number';
  placeholder?: string;
  required?: boolean;
  /** In units of 8 px; as wide as there is room without it. */
  width?: number;
}

export function TextField({ label, description, required, value, onChange, ...input }: TextFieldProps) {
  const id = useId();
  return (
    <Field label={label} description={description} required={required} htmlFor={id} noMargin>
      <Input id={id} value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value)} {...input} />
    </Field>
  );
}

export function Toggle({ label, description, value, onChange }: FieldProps<boolean>) {
  const id = useId();
  return (
    <Field label={label} description={description} htmlFor={id} noMargin>
      <Switch id={id} value={value ?? false} onChange={(event) => onChange(event.currentTarget.checked)} />
    </Field>
  );
}
