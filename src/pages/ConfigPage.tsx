import React from 'react';

import { getDataSourceSrv } from '@grafana/runtime';
import { LinkButton, Stack, Text, TextLink } from '@grafana/ui';

import { DATASOURCE_ID } from '../contract';

/** The app has no settings of its own: it says where those of its data sources are. */
export default function ConfigPage() {
  const sources = getDataSourceSrv().getList({ pluginId: DATASOURCE_ID });

  return (
    <Stack direction="column" gap={2} alignItems="start">
      <Text element="p">
        Request Journey reads Loki and Tempo through a data source of its own: that is where their addresses and
        credentials are.
      </Text>
      {sources.map(({ uid, name }) => (
        <TextLink key={uid} href={`/connections/datasources/edit/${uid}`}>
          {`Settings of ${name}`}
        </TextLink>
      ))}
      <AddDataSource />
    </Stack>
  );
}

/** The way to the form for a new data source of our kind. */
export function AddDataSource() {
  return (
    <LinkButton icon="plus" href={`/connections/datasources/${DATASOURCE_ID}`}>
      Add a Request Journey data source
    </LinkButton>
  );
}
