import type { APIRequestContext, Locator, Page } from '@playwright/test';

import { dataSource, expect, needsGrafana, test } from './grafana';
import { readTruth } from './truth';

const { failing } = readTruth();

needsGrafana();

for (const uid of ['request-journey', 'request-journey-mesh']) {
  test(`the dashboard ${uid} works untouched`, async ({ dashboard, page }) => {
    await page.setViewportSize({ width: 1600, height: 2400 }); // panels out of sight ask nothing
    const opened = await dashboard(uid);
    await expect(page.getByText(/took|\d+ journeys|\d+ services/).first()).toBeVisible();
    await expect(page.getByText('No data')).toHaveCount(0);
    await expect(opened).not.toHavePanelErrors();
  });
}

test('shows the journey that the address names', async ({ dashboard, page }) => {
  await dashboard('request-journey', { traceID: failing });
  await expect(journeyPanel(page).getByText('ratings').first()).toBeVisible();
});

test('a request that is chosen in the table is drawn below it', async ({ dashboard, page }) => {
  const opened = await dashboard('request-journey', { traceql: '{ status = error }' });
  const table = opened.getPanelByTitle('Requests, newest first');
  const second = table.locator
    .getByRole('row')
    .filter({ has: page.getByRole('link') })
    .nth(1);
  const link = second.getByRole('link');
  const id = await link.textContent();
  const duration = await second.getByRole('gridcell').nth(2).innerText();
  await link.click();
  await expect(page).toHaveURL(new RegExp(`var-traceID=${id}`));
  await expect(journeyPanel(page).getByText(`took ${duration}`)).toBeVisible();
});

test('an ad hoc filter offers names and values of the servers and narrows every query', async ({ dashboard, page }) => {
  const opened = await dashboard('request-journey');
  const filter = page.getByPlaceholder('Filter by label values');
  await filter.fill('container');
  await page.getByRole('option', { name: 'container', exact: true }).click();
  await page
    .getByRole('option', { name: '=', exact: true })
    .or(page.getByRole('option', { name: /^= / }))
    .first()
    .click();
  const asked = opened.waitForQueryDataRequest((request) => request.postData()!.includes('container=\\"ratings\\"'));
  await page.getByRole('option', { name: 'ratings', exact: true }).click();
  await asked;
});

test('annotations mark failed requests', async ({ dashboard, page }) => {
  await dashboard('request-journey-mesh');
  await expect(page.getByTestId('data-testid annotation-marker').first()).toBeVisible();
});

test('a variable is edited by kind', async ({ gotoVariableEditPage, page }) => {
  const variable = await gotoVariableEditPage({ dashboard: { uid: 'request-journey' }, id: '2' });
  await expect(page.getByRole('radio', { name: 'Trace IDs' })).toBeChecked();
  await page.getByRole('radio', { name: 'Services' }).check();
  await expect(page.getByRole('radio', { name: 'Services' })).toBeChecked();
  await expect(variable).toDisplayPreviews(['productpage']);
});

test('a panel repeats for each value of a variable', async ({ dashboard, request }) => {
  const uid = await save(request, repeating);
  try {
    const opened = await dashboard(uid);
    for (const service of ['ratings', 'reviews']) {
      const panel = opened.getPanelByTitle(`Requests of ${service}`);
      await expect(panel.locator.getByText(/\d+ services/)).toBeVisible();
    }
  } finally {
    await request.delete(`/api/dashboards/uid/${uid}`);
  }
});

/** The panel is named by the request's time and operation, or by its ID when it is none of the newest. */
function journeyPanel(page: Page): Locator {
  return page.getByRole('region', { name: /^Journey / });
}

async function save(request: APIRequestContext, dashboard: object): Promise<string> {
  const answer = await request.post('/api/dashboards/db', { data: { dashboard, overwrite: true } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()).uid;
}

/** A graph of each service's requests, side by side. */
const repeating = {
  uid: 'request-journey-repeat',
  title: 'Repeated graphs',
  time: { from: 'now-1h', to: 'now' },
  templating: {
    list: [
      {
        name: 'service',
        type: 'query',
        datasource: dataSource,
        query: { refId: 'variable', kind: 'services' },
        refresh: 1,
        multi: true,
        current: { text: ['ratings', 'reviews'], value: ['ratings', 'reviews'] },
      },
    ],
  },
  panels: [
    {
      id: 1,
      type: 'requestjourney-journey-panel',
      title: 'Requests of $service',
      repeat: 'service',
      repeatDirection: 'h',
      gridPos: { x: 0, y: 0, w: 12, h: 14 },
      datasource: dataSource,
      targets: [
        { refId: 'A', datasource: dataSource, traceql: '{ resource.service.name =~ "${service}.*" }', limit: 10 },
      ],
    },
  ],
};
