import React, { type FormEvent, useId, useState } from 'react';

import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Alert, Button, Field, Input, Stack, Text, useStyles2 } from '@grafana/ui';

import { AddDataSource } from '../AddDataSource';
import { journeysPath, setupPath } from '../paths';
import { createSource, openPage } from './createSource';

interface Props {
  /** Where to go once it is there: straight to journeys, or to see whether all is well. */
  then?: 'journeys' | 'setup';
}

/** Two URLs, and the first journey is one click away. */
export function Connect({ then = 'setup' }: Props) {
  const styles = useStyles2(getStyles);
  const [lokiUrl, setLoki] = useState('');
  const [tempoUrl, setTempo] = useState('');
  const [state, setState] = useState<{ isBusy?: boolean; error?: string }>({});

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState({ isBusy: true });
    try {
      const uid = await createSource({ lokiUrl, tempoUrl });
      openPage(then === 'setup' ? setupPath(uid) : journeysPath({ ds: uid, traceql: '{ }' }));
    } catch (error) {
      setState({ error: error instanceof Error ? error.message : String(error) });
    }
  };

  return (
    <form className={styles.form} onSubmit={submit} aria-label="Connect Loki and Tempo">
      <Text element="h2" variant="h4">
        Connect Loki and Tempo
      </Text>
      <Text color="secondary">
        Enter the URLs that the Grafana server can reach. You can add tenants, credentials and TLS later, in the data
        source’s settings.
      </Text>
      <UrlField label="Loki URL" placeholder="http://loki:3100" value={lokiUrl} onChange={setLoki} />
      <UrlField label="Tempo URL" placeholder="http://tempo:3200" value={tempoUrl} onChange={setTempo} />
      {state.error && <Alert severity="error" title={state.error} bottomSpacing={0} />}
      <Stack wrap="wrap">
        <Button type="submit" icon={state.isBusy ? 'spinner' : 'plug'} disabled={state.isBusy || !mayCreate()}>
          Connect
        </Button>
        <AddDataSource />
      </Stack>
      {!mayCreate() && <Text color="secondary">You may not add data sources. Ask a Grafana admin.</Text>}
    </form>
  );
}

interface UrlFieldProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}

function UrlField({ label, placeholder, value, onChange }: UrlFieldProps) {
  const id = useId();
  return (
    <Field label={label} htmlFor={id} required noMargin>
      <Input
        id={id}
        type="url"
        pattern="https?://.+"
        title="An address that begins with http:// or https://"
        required
        spellCheck={false}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  );
}

/** Unknown means that there is no access control to ask; Grafana's server decides in any case. */
function mayCreate(): boolean {
  return config.bootData?.user?.permissions?.['datasources:create'] ?? true;
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    maxWidth: 560,
    padding: theme.spacing(3),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
});
