import React from 'react';

import { LinkButton } from '@grafana/ui';

import { DATASOURCE_ID } from '../contract';

/** The way to Grafana's own form for a new data source of our kind, with all settings. */
export function AddDataSource() {
  return (
    <LinkButton variant="secondary" fill="text" href={`/connections/datasources/${DATASOURCE_ID}`}>
      Add one with all settings
    </LinkButton>
  );
}
