import React from 'react';

import { css } from '@emotion/css';
import type { DataSourceInstanceSettings, GrafanaTheme2 } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { Card, LinkButton, Stack, Text, useStyles2 } from '@grafana/ui';

import { DATASOURCE_ID } from '../contract';
import { AddDataSource } from './AddDataSource';
import { Connect } from './connect/Connect';
import { journeysPath, setupPath } from './paths';

/** The app has no settings: this page links to the settings of its data sources. */
export default function ConfigPage() {
  const styles = useStyles2(getStyles);
  const sources = getDataSourceSrv().getList({ pluginId: DATASOURCE_ID });

  return (
    <div className={styles.page}>
      <Text element="p">
        Request Journey reads Loki and Tempo through its own data source. Set their addresses and credentials there.
      </Text>
      {sources.map((source) => (
        <SourceCard key={source.uid} source={source} />
      ))}
      {sources.length === 0 ? (
        <Connect />
      ) : (
        <div>
          <AddDataSource />
        </div>
      )}
    </div>
  );
}

function SourceCard({ source: { uid, name, jsonData } }: { source: DataSourceInstanceSettings }) {
  const { loki, tempo } = jsonData as { loki?: { url?: string }; tempo?: { url?: string } };
  return (
    <Card noMargin>
      <Card.Heading>{name}</Card.Heading>
      <Card.Meta>{[`Loki at ${loki?.url || 'no URL yet'}`, `Tempo at ${tempo?.url || 'no URL yet'}`]}</Card.Meta>
      <Card.Actions>
        <Stack wrap="wrap" gap={1}>
          <LinkButton variant="secondary" icon="cog" href={`/connections/datasources/edit/${uid}`}>
            Settings
          </LinkButton>
          <LinkButton variant="secondary" icon="check-circle" href={setupPath(uid)}>
            Check the setup
          </LinkButton>
          <LinkButton variant="secondary" icon="search" href={journeysPath({ ds: uid, traceql: '{ }' })}>
            Find journeys
          </LinkButton>
        </Stack>
      </Card.Actions>
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), maxWidth: 900 }),
});
