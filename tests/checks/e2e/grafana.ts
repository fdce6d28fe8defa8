import { type DashboardPage, expect, ExplorePage, test as base } from '@grafana/plugin-e2e';
import type { Page } from '@playwright/test';

export { expect };

export const dataSource = { type: 'requestjourney-journey-datasource', uid: 'requestjourney' };

/** Grafana's own data sources of the same servers, as the repository provisions them. */
export const loki = { type: 'loki', uid: 'loki' };
export const tempo = { type: 'tempo', uid: 'tempo' };

/** A query; it asks our data source unless it names another. */
type Query = Record<string, unknown> & { datasource?: typeof dataSource };
type Params = Record<string, string>;

interface Fixtures {
  explore: (query: Query, params?: Params) => Promise<ExplorePage>;
  dashboard: (uid: string, variables?: Params, params?: Params) => Promise<DashboardPage>;
}

/** Tests of what Grafana is the host of, by its own names of its parts, whichever its version. */
export const test = base.extend<Fixtures>({
  explore: async ({ page, selectors, grafanaVersion, request }, use, testInfo) => {
    const explore = new ExplorePage({ page, selectors, grafanaVersion, request, testInfo });
    await use(async (query, params) => {
      await explore.goto({
        queryParams: new URLSearchParams({ ...paneOf({ datasource: dataSource, ...query }), ...params }),
      });
      return explore;
    });
  },
  dashboard: async ({ gotoDashboardPage }, use) => {
    await use((uid, variables = {}, params = {}) => {
      const named = Object.entries(variables).map(([name, value]) => [`var-${name}`, value]);
      return gotoDashboardPage({ uid, queryParams: new URLSearchParams([...named, ...Object.entries(params)]) });
    });
  },
});

function paneOf(query: Required<Query>): Params {
  const { uid: datasource } = query.datasource;
  const pane = { datasource, queries: [{ refId: 'A', ...query }], range: { from: 'now-1h', to: 'now' } };
  return { schemaVersion: '1', orgId: '1', panes: JSON.stringify({ a: pane }) };
}

/** Opens a line in Grafana's logs view, and from its trace ID the journey beside it. */
export async function followTraceId(page: Page) {
  await page
    .getByText(/answered 503/)
    .first()
    .click();
  await page.getByRole('link', { name: 'Request Journey', exact: true }).first().click();
}

/** Explore, dashboards and menus are Grafana's own: these tests run where GRAFANA_URL names one. */
export function needsGrafana() {
  test.skip(!process.env.GRAFANA_URL || process.env.GRAFANA_EMPTY === '1', 'needs a Grafana with the demo’s requests');
}
