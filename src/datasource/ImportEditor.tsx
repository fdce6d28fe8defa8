import React, { useState } from 'react';

import { Alert, Button, Stack, Text } from '@grafana/ui';
import { getBackendSrv, getDataSourceSrv } from '@grafana/runtime';

import { linkedSource } from '../components/derivedFields/linkedSource';
import { type CoreSettings, importSource, withoutRules } from './importSettings';
import { refusedRules } from './refusedRules';
import type { Settings } from './settings';
import type { SourceName } from './types';

interface Props {
  settings: Settings;
  onChange: (settings: Settings) => void;
}

const titles: Record<SourceName, string> = { loki: 'Loki', tempo: 'Tempo' };
const sources: SourceName[] = ['loki', 'tempo'];

/** Fills in how Loki and Tempo are reached from data sources that Grafana has already. */
export function ImportEditor({ settings, onChange }: Props) {
  const [message, setMessage] = useState<{ title: string; skipped?: string[] }>();
  const choices = sources.flatMap((source) =>
    getDataSourceSrv()
      .getList({ pluginId: source })
      .map(({ uid, name }) => ({ source, uid, name }))
  );

  const importFrom = async (source: SourceName, uid: string, name: string) => {
    try {
      const core = await getBackendSrv().get<CoreSettings>(`/api/datasources/uid/${encodeURIComponent(uid)}`);
      const all = importSource(settings, source, core, linkedSource);
      const imported = withoutRules(all, await refusedRules(settings.uid, all.rules));
      onChange(imported.settings);
      setMessage({ title: importedText(name, imported.missingSecrets), skipped: imported.skipped });
    } catch {
      setMessage({ title: `The settings of ${name} cannot be read. Ask an administrator, or enter the URL below.` });
    }
  };

  if (choices.length === 0) {
    return null;
  }
  return (
    <Stack direction="column" gap={1}>
      <Stack direction="row" wrap="wrap" gap={1} alignItems="center">
        <Text color="secondary">Import from existing data sources:</Text>
        {choices.map(({ source, uid, name }) => (
          <Button key={uid} size="sm" variant="secondary" icon="import" onClick={() => importFrom(source, uid, name)}>
            {name === titles[source] ? name : `${name} (${titles[source]})`}
          </Button>
        ))}
      </Stack>
      {message && (
        <Alert severity="info" title={message.title}>
          {message.skipped?.map((sentence, at) => (
            <div key={at}>{sentence}</div>
          ))}
        </Alert>
      )}
    </Stack>
  );
}

function importedText(name: string, missingSecrets: string[]): string {
  return missingSecrets.length > 0
    ? `Imported ${name}. Grafana does not give out secrets: enter ${missingSecrets.join(', ')} yourself.`
    : `Imported ${name}. There is nothing else to enter.`;
}
