import React, { useId, useState } from 'react';

import { Button, Field, Input, Stack } from '@grafana/ui';

import { SecretField } from './SecretField';
import { isHeaderName, withHeader, withoutHeader } from './settings';
import type { SourceProps } from './sourceProps';

/** Extra request headers: names are settings, values are secrets. */
export function HeadersEditor({ source, settings, onChange }: SourceProps) {
  const headers = settings.jsonData[source]?.headers ?? [];

  return (
    <>
      {headers.map((name) => (
        <Stack key={name} alignItems="end">
          <SecretField
            label={`Header ${name}`}
            source={source}
            secret={`header.${name}`}
            settings={settings}
            onChange={onChange}
          />
          <Button
            variant="secondary"
            icon="trash-alt"
            aria-label={`Remove header ${name}`}
            onClick={() => onChange(withoutHeader(settings, source, name))}
          />
        </Stack>
      ))}
      <NewHeader onAdd={(name) => onChange(withHeader(settings, source, name))} />
    </>
  );
}

function NewHeader({ onAdd }: { onAdd: (name: string) => void }) {
  const id = useId();
  const [name, setName] = useState('');
  const isInvalid = name !== '' && !isHeaderName(name);

  const add = () => {
    onAdd(name);
    setName('');
  };

  return (
    <Field
      label="Add a header"
      htmlFor={id}
      noMargin
      invalid={isInvalid}
      error="A header name has letters, digits and dashes only, for example X-Api-Key."
    >
      <Input
        id={id}
        width={40}
        placeholder="X-Api-Key"
        value={name}
        onChange={(event) => setName(event.currentTarget.value.trim())}
        addonAfter={
          <Button variant="secondary" icon="plus" disabled={!isHeaderName(name)} onClick={add}>
            Add
          </Button>
        }
      />
    </Field>
  );
}
