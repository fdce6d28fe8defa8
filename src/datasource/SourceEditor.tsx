import React, { useId } from 'react';

import { Field, FieldSet, Input, Switch } from '@grafana/ui';

import { HeadersEditor } from './HeadersEditor';
import { SecretField } from './SecretField';
import { type Settings, withSource } from './settings';
import type { SourceName, TempoSettings } from './types';

interface Props {
  source: SourceName;
  settings: Settings;
  onChange: (settings: Settings) => void;
}

export const FIELD_WIDTH = 60;

const titles = { loki: 'Loki', tempo: 'Tempo' };
const exampleUrls = { loki: 'http://loki:3100', tempo: 'http://tempo:3200' };

/** How to reach Loki or Tempo: address, tenant, credentials, TLS, headers. */
export function SourceEditor({ source, settings, onChange }: Props) {
  const value: TempoSettings = settings.jsonData[source] ?? {};
  const edit = (change: Partial<TempoSettings>) => onChange(withSource(settings, source, change));
  const secretProps = { source, settings, onChange };

  return (
    <FieldSet label={titles[source]}>
      <TextField
        label="URL"
        required
        placeholder={exampleUrls[source]}
        value={value.url}
        onChange={(url) => edit({ url })}
      />
      <TextField
        label="Tenant"
        description="Sent as X-Scope-OrgID; leave it empty where there are no tenants."
        value={value.tenant}
        onChange={(tenant) => edit({ tenant })}
      />
      <TextField
        label="Timeout"
        description="Seconds until a request is given up."
        type="number"
        placeholder="30"
        value={value.timeout?.toString()}
        onChange={(text) => edit({ timeout: Number(text) > 0 ? Number(text) : undefined })}
      />
      <Toggle label="Basic auth" value={value.basicAuth} onChange={(basicAuth) => edit({ basicAuth })} />
      {value.basicAuth && (
        <>
          <TextField label="User" value={value.basicAuthUser} onChange={(basicAuthUser) => edit({ basicAuthUser })} />
          <SecretField label="Password" secret="basicAuthPassword" {...secretProps} />
        </>
      )}
      <SecretField
        label="Bearer token"
        description="Sent as Authorization: Bearer."
        secret="bearerToken"
        {...secretProps}
      />
      <Toggle
        label="Skip TLS verification"
        description="Accepts any certificate. For trials only: anybody between could read and change what is sent."
        value={value.tlsSkipVerify}
        onChange={(tlsSkipVerify) => edit({ tlsSkipVerify })}
      />
      <TextField
        label="Server name"
        description="The name in the server's certificate, when it is not the host of the URL."
        value={value.serverName}
        onChange={(serverName) => edit({ serverName })}
      />
      <SecretField label="CA certificate" secret="tlsCACert" multiline="CERTIFICATE" {...secretProps} />
      <SecretField label="Client certificate" secret="tlsClientCert" multiline="CERTIFICATE" {...secretProps} />
      <SecretField label="Client key" secret="tlsClientKey" multiline="PRIVATE KEY" {...secretProps} />
      <HeadersEditor {...secretProps} />
      {source === 'tempo' && (
        <Toggle
          label="Streaming search"
          description="Searches over gRPC, which is faster, and over HTTP where gRPC is not available."
          value={value.streaming !== 'off'}
          onChange={(on) => edit({ streaming: on ? 'auto' : 'off' })}
        />
      )}
    </FieldSet>
  );
}

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
}

function TextField({ label, description, required, value, onChange, ...input }: TextFieldProps) {
  const id = useId();
  return (
    <Field label={label} description={description} required={required} htmlFor={id}>
      <Input
        id={id}
        width={FIELD_WIDTH}
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value)}
        {...input}
      />
    </Field>
  );
}

function Toggle({ label, description, value, onChange }: FieldProps<boolean>) {
  const id = useId();
  return (
    <Field label={label} description={description} htmlFor={id}>
      <Switch id={id} value={value ?? false} onChange={(event) => onChange(event.currentTarget.checked)} />
    </Field>
  );
}
