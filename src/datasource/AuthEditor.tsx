import React, { useState } from 'react';

import type { SelectableValue } from '@grafana/data';
import { Field, RadioButtonGroup } from '@grafana/ui';

import { TextField } from './fields';
import { SecretField } from './SecretField';
import { isSecretSet, type Settings, withoutSecret, withSource } from './settings';
import type { SourceProps } from './sourceProps';
import { type SecretKey, secretKey, type SourceName, type SourceSecret } from './types';

type Method = 'none' | 'basic' | 'token';

const methods: Array<SelectableValue<Method>> = [
  { value: 'none', label: 'None' },
  { value: 'basic', label: 'Basic auth' },
  { value: 'token', label: 'Bearer token', description: 'Sent as Authorization: Bearer' },
];

/** By which credentials the server lets Grafana in. Leaving a method forgets its secret. */
export function AuthEditor(props: SourceProps) {
  const { source, settings, onChange } = props;
  // Before a token is typed, and while it is replaced, no setting shows it.
  const [wantsToken, wantToken] = useState(() => isThere(settings, secretKey(source, 'bearerToken')));
  const { basicAuth, basicAuthUser } = settings.jsonData[source] ?? {};
  const method = basicAuth ? 'basic' : wantsToken ? 'token' : 'none';

  const choose = (chosen: Method) => {
    wantToken(chosen === 'token');
    onChange(withMethod(props, chosen));
  };

  return (
    <>
      <Field label="Authentication" noMargin>
        <RadioButtonGroup aria-label="Authentication" options={methods} value={method} onChange={choose} />
      </Field>
      {method === 'basic' && (
        <>
          <TextField
            label="User"
            value={basicAuthUser}
            onChange={(user) => onChange(withSource(settings, source, { basicAuthUser: user }))}
          />
          <SecretField label="Password" secret="basicAuthPassword" {...props} />
        </>
      )}
      {method === 'token' && <SecretField label="Token" secret="bearerToken" {...props} />}
    </>
  );
}

function withMethod({ source, settings }: SourceProps, method: Method): Settings {
  const basic = withSource(settings, source, { basicAuth: method === 'basic' });
  const left = method === 'basic' ? basic : forgotten(basic, source, 'basicAuthPassword');
  return method === 'token' ? left : forgotten(left, source, 'bearerToken');
}

function forgotten(settings: Settings, source: SourceName, secret: SourceSecret): Settings {
  return isThere(settings, secretKey(source, secret)) ? withoutSecret(settings, source, secret) : settings;
}

/** Stored, or typed and not stored yet. */
function isThere(settings: Settings, key: SecretKey): boolean {
  return isSecretSet(settings, key) || Boolean(settings.secureJsonData?.[key]);
}
