import { test } from '@playwright/test';

export const dataSource = { type: 'requestjourney-journey-datasource', uid: 'requestjourney' };

/** Explore, dashboards and menus are Grafana's own: these tests run where GRAFANA_URL names one. */
export function needsGrafana() {
  test.skip(!process.env.GRAFANA_URL || process.env.GRAFANA_EMPTY === '1', 'needs a Grafana with the demo’s requests');
}

type Query = Record<string, unknown>;

/** The address of Explore with a query of a data source, ours when none is named. */
export function explore(query: Query, datasource = dataSource): string {
  const pane = {
    datasource: datasource.uid,
    queries: [{ refId: 'A', datasource, ...query }],
    range: { from: 'now-1h', to: 'now' },
  };
  return `/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify({ a: pane }))}`;
}

/** Grafana's own data sources of the same servers, as the repository provisions them. */
export const loki = { type: 'loki', uid: 'loki' };
export const tempo = { type: 'tempo', uid: 'tempo' };
