import React, { useState } from 'react';

import { CollapsableSection, FieldSet, Stack } from '@grafana/ui';

import { AuthEditor } from './AuthEditor';
import { CoreSourceField } from './CoreSourceField';
import { TextField, Toggle } from './fields';
import { HeadersEditor } from './HeadersEditor';
import { SecretField } from './SecretField';
import { isSecretSet, withSource } from './settings';
import type { SourceProps } from './sourceProps';
import { secretKey, type TempoSettings } from './types';

const titles = { loki: 'Loki', tempo: 'Tempo' };
const exampleUrls = { loki: 'http://loki:3100', tempo: 'http://tempo:3200' };

/** How to reach Loki or Tempo: address, tenant, credentials, TLS, headers. */
export function SourceEditor(props: SourceProps) {
  const { source } = props;
  const [isOpen, open] = useState(() => hasMore(props));
  const { value, edit } = editing(props);

  return (
    <FieldSet label={titles[source]}>
      <Stack direction="column" gap={2}>
        <TextField
          label="URL"
          required
          placeholder={exampleUrls[source]}
          value={value.url}
          onChange={(url) => edit({ url })}
        />
        <TextField
          label="Tenant"
          description="Sent as X-Scope-OrgID. Join several with | if the server allows it. Leave empty for none."
          value={value.tenant}
          onChange={(tenant) => edit({ tenant })}
        />
        <AuthEditor {...props} />
        <CoreSourceField
          source={source}
          value={value.datasourceUid}
          onChange={(datasourceUid) => edit({ datasourceUid })}
        />
        <CollapsableSection label="TLS, headers and timeout" isOpen={isOpen} onToggle={open} unmountContentWhenClosed>
          <MoreEditor {...props} />
        </CollapsableSection>
      </Stack>
    </FieldSet>
  );
}

/** What few need. */
function MoreEditor(props: SourceProps) {
  const { value, edit } = editing(props);

  return (
    <Stack direction="column" gap={2}>
      <Toggle
        label="Skip TLS verification"
        description="Accepts any certificate. For tests only: anyone on the network path can read and change the data."
        value={value.tlsSkipVerify}
        onChange={(tlsSkipVerify) => edit({ tlsSkipVerify })}
      />
      <TextField
        label="Server name"
        description="The name in the server's certificate, if it is not the host of the URL."
        value={value.serverName}
        onChange={(serverName) => edit({ serverName })}
      />
      <SecretField label="CA certificate" secret="tlsCACert" multiline="CERTIFICATE" {...props} />
      <SecretField label="Client certificate" secret="tlsClientCert" multiline="CERTIFICATE" {...props} />
      <SecretField label="Client key" secret="tlsClientKey" multiline="PRIVATE KEY" {...props} />
      <HeadersEditor {...props} />
      <TextField
        label="Timeout"
        description="Seconds until a request is cancelled."
        type="number"
        placeholder="30"
        width={20}
        value={value.timeout?.toString()}
        onChange={(text) => edit({ timeout: Number(text) > 0 ? Number(text) : undefined })}
      />
      {props.source === 'tempo' && (
        <Toggle
          label="Streaming search"
          description="Searches over gRPC, which is faster. If gRPC is not available, searches over HTTP."
          value={value.streaming !== 'off'}
          onChange={(on) => edit({ streaming: on ? 'auto' : 'off' })}
        />
      )}
    </Stack>
  );
}

function editing({ source, settings, onChange }: SourceProps) {
  const value: TempoSettings = settings.jsonData[source] ?? {};
  return { value, edit: (change: Partial<TempoSettings>) => onChange(withSource(settings, source, change)) };
}

/** What is set must not hide in a closed section. */
function hasMore({ source, settings }: SourceProps): boolean {
  const { tlsSkipVerify, serverName, headers, timeout, streaming }: TempoSettings = settings.jsonData[source] ?? {};
  const secrets = (['tlsCACert', 'tlsClientCert', 'tlsClientKey'] as const).map((name) => secretKey(source, name));
  const isSet = tlsSkipVerify || serverName || headers?.length || timeout || streaming === 'off';
  return Boolean(isSet) || secrets.some((key) => isSecretSet(settings, key));
}
