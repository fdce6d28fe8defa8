import React, { type KeyboardEvent, useId } from 'react';

import { Field, Input } from '@grafana/ui';

interface Props {
  value: string;
  onChange: (value: string) => void;
  onRun: () => void;
}

/** A trace ID in whatever form people copy it; the backend reads and checks it. */
export function TraceIdField({ value, onChange, onRun }: Props) {
  const id = useId();

  const runOnEnter = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      onRun();
    }
  };

  return (
    <Field label="Trace ID" htmlFor={id} noMargin>
      <Input
        id={id}
        spellCheck={false}
        placeholder="16 or 32 hex digits, a traceparent or a b3 header"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={runOnEnter}
      />
    </Field>
  );
}
