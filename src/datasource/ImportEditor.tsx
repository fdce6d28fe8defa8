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
  const [said, say] = useState<{ title: string; skipped?: string[] }>();
  const choices = sources.flatMap((source) =>
    getDataSourceSrv()
      .getList({ pluginId: source })
      .map(({ uid, name }) => ({ source, uid, name }))
  );

  const take = async (source: SourceName, uid: string, name: string) => {
    try {
      const core = await getBackendSrv().get<CoreSettings>(`/api/datasources/uid/${encodeURIComponent(uid)}`);
      const all = importSource(settings, source, core, linkedSource);
      const imported = withoutRules(all, await refusedRules(settings.uid, all.rules));
      onChange(imported.settings);
      say({ title: left(name, imported.toType), skipped: imported.skipped });
    } catch {
      say({ title: `The settings of ${name} cannot be read; ask an administrator, or enter the URL below.` });
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
          <Button key={uid} size="sm" variant="secondary" icon="import" onClick={() => take(source, uid, name)}>
            {name === titles[source] ? name : `${name} (${titles[source]})`}
          </Button>
        ))}
      </Stack>
      {said && (
        <Alert severity="info" title={said.title}>
          {said.skipped?.map((sentence, at) => (
            <div key={at}>{sentence}</div>
          ))}
        </Alert>
      )}
    </Stack>
  );
}

function left(name: string, toType: string[]): string {
  return toType.length > 0
    ? `${name} is taken over. Grafana hands out no secrets: enter ${toType.join(', ')} yourself.`
    : `${name} is taken over; nothing is left to type.`;
}
