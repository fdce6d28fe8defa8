import { expect, needsGrafana, test } from './grafana';
import { JourneysPage } from './JourneysPage';
import { readTruth } from './truth';

const { failing } = readTruth();
const pluginId = 'requestjourney-journey-app';

needsGrafana();

test('stands in Grafana’s menu with its pages', async ({ gotoAppPage, page }) => {
  await gotoAppPage({ pluginId, path: '/journeys' });
  const menu = page.getByRole('navigation').first();
  const entry = (name: string) => menu.getByRole('link').filter({ hasText: name });
  await menu.getByRole('button', { name: 'Expand section: Request Journey' }).click();
  await entry('Setup check').click();
  await expect(page).toHaveURL(/\/setup$/);
  await entry('Configuration').click();
  await expect(page).toHaveURL(new RegExp(`/plugins/${pluginId}`));
  await entry('Request Journey').click();
  await expect(new JourneysPage(page).form).toBeVisible();
});

test('finds requests and draws the one that is chosen', async ({ gotoAppPage, page }) => {
  await gotoAppPage({ pluginId, path: `/journeys?${new URLSearchParams({ traceql: '{ status = error }' })}` });
  const journeys = new JourneysPage(page);
  await journeys.requests.first().click();
  await expect(page).toHaveURL(/trace=[0-9a-f]{32}/);
  await expect(journeys.card('ratings')).toBeVisible();
});

test('draws the request that an address names', async ({ gotoAppPage, page }) => {
  await gotoAppPage({ pluginId, path: `/journeys?trace=${failing}` });
  const journeys = new JourneysPage(page);
  await expect(journeys.service('ratings')).toHaveAccessibleName(/Error origin/);
  await expect(journeys.panel.getByRole('heading', { name: /failed/ })).toBeVisible();
});

test('checks the setup of the data source', async ({ gotoAppPage, page }) => {
  await gotoAppPage({ pluginId, path: '/setup' });
  const checks = page.getByRole('list', { name: 'Checks' });
  await expect(checks).toHaveAttribute('aria-busy', 'false');
  await expect(checks.getByRole('listitem', { name: 'Tempo knows these IDs' })).toContainText(/Tempo knows \d+ of/);
  await expect(page.getByRole('status').filter({ hasText: '0 broken' })).toBeVisible();
});

test('leads from its configuration to the settings of each data source', async ({ gotoAppConfigPage, page }) => {
  await gotoAppConfigPage({ pluginId });
  await expect(page.getByText(/Loki at http:/)).toBeVisible();
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('group', { name: 'Tempo' }).getByLabel(/^URL/)).toHaveValue(/^http:/);
});
