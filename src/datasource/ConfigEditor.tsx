import React, { useId } from 'react';

import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { Field, FieldSet, Input, Stack, Switch, Text } from '@grafana/ui';

import { ImportEditor } from './ImportEditor';
import { withOption } from './settings';
import { FIELD_WIDTH, SourceEditor } from './SourceEditor';
import type { JourneySecrets, JourneySettings } from './types';

type Props = DataSourcePluginOptionsEditorProps<JourneySettings, JourneySecrets>;

/** Where Loki and Tempo are, and where the log lines of a trace are looked for. */
export function ConfigEditor({ options, onOptionsChange }: Props) {
  return (
    <Stack direction="column" gap={2}>
      <Text color="secondary">
        The Grafana server asks Loki and Tempo itself, at these addresses; the browser never does.
      </Text>
      <ImportEditor settings={options} onChange={onOptionsChange} />
      <SourceEditor source="loki" settings={options} onChange={onOptionsChange} />
      <SourceEditor source="tempo" settings={options} onChange={onOptionsChange} />
      <IdentityEditor options={options} onOptionsChange={onOptionsChange} />
      <LinesEditor options={options} onOptionsChange={onOptionsChange} />
    </Stack>
  );
}

function IdentityEditor({ options, onOptionsChange }: Props) {
  const id = useId();

  return (
    <FieldSet label="Identity">
      <Field
        label="Forward OAuth identity"
        description="Sends the token of the user who asks to Loki and Tempo, where no other credentials are set above. Searches go over HTTP then, and alert rules, which have no user, cannot ask."
        htmlFor={id}
      >
        <Switch
          id={id}
          value={options.jsonData.oauthPassThru ?? false}
          onChange={(e) => onOptionsChange(withOption(options, { oauthPassThru: e.currentTarget.checked }))}
        />
      </Field>
    </FieldSet>
  );
}

function LinesEditor({ options, onOptionsChange }: Props) {
  const id = useId();
  const { logScope, slack } = options.jsonData;
  const readSlack = (seconds: number) => (Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined);

  return (
    <FieldSet label="Log lines of a trace">
      <Field
        label="Log scope"
        description="The stream selector of all streams that may hold lines of a trace. Narrower is faster."
        htmlFor={`${id}-scope`}
      >
        <Input
          id={`${id}-scope`}
          width={FIELD_WIDTH}
          placeholder='{service_name=~".+"}'
          value={logScope ?? ''}
          onChange={(e) => onOptionsChange(withOption(options, { logScope: e.currentTarget.value }))}
        />
      </Field>
      <Field
        label="Slack"
        description="Seconds before a trace's first and after its last span in which its lines are looked for."
        htmlFor={`${id}-slack`}
      >
        <Input
          id={`${id}-slack`}
          type="number"
          min={0}
          width={20}
          placeholder="60"
          value={slack ?? ''}
          onChange={(e) => onOptionsChange(withOption(options, { slack: readSlack(e.currentTarget.valueAsNumber) }))}
        />
      </Field>
    </FieldSet>
  );
}
