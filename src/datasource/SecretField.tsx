import React, { useId } from 'react';

import { Field, SecretInput, SecretTextArea } from '@grafana/ui';

import { isSecretSet, type Settings, withoutSecret, withSecret } from './settings';
import { secretKey, type SourceName, type SourceSecret } from './types';

interface Props {
  label: string;
  description?: string;
  source: SourceName;
  secret: SourceSecret;
  /** The kind of PEM block to paste; without it the secret is one line. */
  multiline?: string;
  settings: Settings;
  onChange: (settings: Settings) => void;
}

/** A value that can be set and replaced, but never read. */
export function SecretField({ label, description, source, secret, multiline, settings, onChange }: Props) {
  const id = useId();
  const key = secretKey(source, secret);
  const shared = {
    id,
    isConfigured: isSecretSet(settings, key),
    value: settings.secureJsonData?.[key] ?? '',
    onReset: () => onChange(withoutSecret(settings, source, secret)),
  };
  const write = (value: string) => onChange(withSecret(settings, source, secret, value));

  return (
    <Field label={label} description={description} htmlFor={id} noMargin>
      {multiline ? (
        <SecretTextArea
          {...shared}
          rows={4}
          placeholder={`-----BEGIN ${multiline}-----`}
          onChange={(event) => write(event.currentTarget.value)}
        />
      ) : (
        <SecretInput {...shared} onChange={(event) => write(event.currentTarget.value)} />
      )}
    </Field>
  );
}
