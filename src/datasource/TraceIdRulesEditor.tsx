import React, { useState } from 'react';

import { Button, FieldSet, Stack, Text } from '@grafana/ui';

import { type Settings, withOption } from './settings';
import { TraceIdRuleRow } from './TraceIdRuleRow';
import { TryRules } from './TryRules';
import type { TraceIdRule } from './types';

interface Props {
  settings: Settings;
  onChange: (settings: Settings) => void;
}

/** Rules of one's own for trace IDs in log lines, and a place to try them. */
export function TraceIdRulesEditor({ settings, onChange }: Props) {
  const [isTrying, tryOut] = useState(false);
  const rules = settings.jsonData.traceIdRules ?? [];
  const write = (changed: TraceIdRule[]) =>
    onChange(withOption(settings, { traceIdRules: changed.length > 0 ? changed : undefined }));

  return (
    <FieldSet label="Trace IDs in log lines">
      <Stack direction="column" gap={2}>
        <Text color="secondary">
          The usual formats need no rule. Add rules for other formats; they are tried first.
        </Text>
        {rules.map((rule, at) => (
          <TraceIdRuleRow
            key={at}
            rule={rule}
            number={at + 1}
            onChange={(changed) => write(rules.map((old, i) => (i === at ? changed : old)))}
            onRemove={() => write(rules.filter((_, i) => i !== at))}
          />
        ))}
        <Stack direction="row" gap={1} wrap="wrap">
          <Button
            variant="secondary"
            icon="plus"
            onClick={() => write([...rules, { name: `rule ${rules.length + 1}`, source: 'line' }])}
          >
            Add a rule
          </Button>
          {!isTrying && (
            <Button variant="secondary" fill="text" icon="search" onClick={() => tryOut(true)}>
              Try them on a log line
            </Button>
          )}
        </Stack>
        {isTrying && <TryRules uid={settings.uid} rules={rules} />}
      </Stack>
    </FieldSet>
  );
}
