import React from 'react';

import { css } from '@emotion/css';
import type { DataSourcePluginOptionsEditorProps, GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import { FieldSet, Stack, Text, useStyles2 } from '@grafana/ui';

import { TextField, Toggle } from './fields';
import { ImportEditor } from './ImportEditor';
import { withOption } from './settings';
import { SourceEditor } from './SourceEditor';
import { TraceIdRulesEditor } from './TraceIdRulesEditor';
import type { JourneySecrets, JourneySettings } from './types';

type Props = DataSourcePluginOptionsEditorProps<JourneySettings, JourneySecrets>;

/** Where Loki and Tempo are, and where the log lines of a trace are searched. */
export function ConfigEditor(props: Props) {
  const styles = useStyles2(getStyles);
  const shared = { settings: props.options, onChange: props.onOptionsChange };

  return (
    <div className={styles.editor}>
      <Text color="secondary">
        The Grafana server sends all requests to these addresses; the browser sends none.
      </Text>
      <ImportEditor {...shared} />
      <div className={styles.columns}>
        <SourceEditor source="loki" {...shared} />
        <SourceEditor source="tempo" {...shared} />
        <LinesEditor {...props} />
        <NetworkEditor {...props} />
      </div>
      <TraceIdRulesEditor {...shared} />
    </div>
  );
}

function NetworkEditor({ options, onOptionsChange }: Props) {
  const { oauthPassThru, enableSecureSocksProxy } = options.jsonData;

  return (
    <FieldSet label="Both">
      <Stack direction="column" gap={2}>
        <Toggle
          label="Forward OAuth identity"
          description="Sends the user's token to Loki and Tempo if no other credentials are set above. Searches then use HTTP, and alert rules fail because they have no user."
          value={oauthPassThru}
          onChange={(on) => onOptionsChange(withOption(options, { oauthPassThru: on }))}
        />
        {(config.secureSocksDSProxyEnabled || enableSecureSocksProxy) && (
          <Toggle
            label="Secure SOCKS proxy"
            description="Connects to Loki and Tempo through the proxy in Grafana's configuration. Searches then use HTTP."
            value={enableSecureSocksProxy}
            onChange={(on) => onOptionsChange(withOption(options, { enableSecureSocksProxy: on }))}
          />
        )}
      </Stack>
    </FieldSet>
  );
}

function LinesEditor({ options, onOptionsChange }: Props) {
  const { logScope, slack } = options.jsonData;
  const secondsOf = (text: string) => (text !== '' && Number(text) >= 0 ? Number(text) : undefined);

  return (
    <FieldSet label="Log lines of a trace">
      <Stack direction="column" gap={2}>
        <TextField
          label="Log scope"
          description="The selector of all log streams that may have lines of a trace. A narrower selector is faster."
          placeholder='{service_name=~".+"}'
          value={logScope}
          onChange={(scope) => onOptionsChange(withOption(options, { logScope: scope }))}
        />
        <TextField
          label="Slack"
          description="Searches log lines from so many seconds before the trace's first span to so many after its last."
          type="number"
          placeholder="60"
          width={20}
          value={slack?.toString()}
          onChange={(text) => onOptionsChange(withOption(options, { slack: secondsOf(text) }))}
        />
      </Stack>
    </FieldSet>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  editor: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), maxWidth: 1100 }),
  // One server beside the other where there is room: what differs is seen at a glance.
  columns: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 380px), 1fr))',
    columnGap: theme.spacing(6),
    alignItems: 'start',
  }),
});
