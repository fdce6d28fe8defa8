import { expect, type Page, test } from '@playwright/test';

import { JourneysPage } from './JourneysPage';

// A Grafana without a data source of ours is not to be had beside one that has it for the other
// tests, so the first page load finds none, and the request that makes it is
// answered here. Against a real and empty Grafana (GRAFANA_EMPTY=1, with LOKI_URL and TEMPO_URL)
// nothing is made up.
const isEmpty = process.env.GRAFANA_EMPTY === '1';
const lokiUrl = process.env.LOKI_URL ?? 'http://loki:3100';
const tempoUrl = process.env.TEMPO_URL ?? 'http://tempo:3200';

test.skip(Boolean(process.env.GRAFANA_URL) && !isEmpty, 'needs a Grafana without a data source of ours');

interface Connected {
  jsonData: { loki: { url: string }; tempo: { url: string } };
}

test('leads from no data source to the first journey by two URLs and six clicks at most', async ({ page }) => {
  const sent = isEmpty ? undefined : hideDataSources(page);
  let clicks = 0;
  const click = async (what: ReturnType<Page['getByRole']>) => {
    await what.click();
    clicks++;
  };
  await page.goto('/a/requestjourney-journey-app/journeys');
  const form = page.getByRole('form', { name: 'Connect Loki and Tempo' });
  clicks++; // the app, in Grafana's menu

  await click(form.getByRole('textbox', { name: 'Loki URL' }));
  await page.keyboard.type(lokiUrl);
  await click(form.getByRole('textbox', { name: 'Tempo URL' }));
  await page.keyboard.type(tempoUrl);
  await click(form.getByRole('button', { name: 'Connect' }));

  const journeys = new JourneysPage(page);
  await click(journeys.requests.first());
  await expect(page.getByRole('region', { name: 'Journey', exact: true })).toBeVisible();
  expect(clicks).toBeLessThanOrEqual(6);
  if (sent) {
    expect((await sent).jsonData).toEqual({ loki: { url: lokiUrl }, tempo: { url: tempoUrl } });
  }
});

test('says why a data source could not be made', async ({ page }) => {
  test.skip(isEmpty, 'is about a refusal that the other test does not meet');
  hideDataSources(page);
  await page.route('**/api/datasources', (route) => route.fulfill({ status: 403, json: { message: 'no' } }));
  await page.goto('/a/requestjourney-journey-app/journeys');
  await page.getByRole('textbox', { name: 'Loki URL' }).fill(lokiUrl);
  await page.getByRole('textbox', { name: 'Tempo URL' }).fill(tempoUrl);
  await page.getByRole('button', { name: 'Connect' }).click();

  await expect(page.getByRole('alert')).toHaveText('You may not add data sources. Ask a Grafana admin.');
});

/** Hides the workbench's data source until the page asks for one to be made; returns what it asked for. */
function hideDataSources(page: Page): Promise<Connected> {
  return new Promise((resolve) => {
    let isMade = false;
    void page.route('**/api/frontend/settings', async (route) => {
      const response = await route.fetch();
      const settings = await response.json();
      await route.fulfill({ response, json: isMade ? settings : { ...settings, dataSources: [] } });
    });
    void page.route('**/api/datasources', async (route) => {
      isMade = true;
      resolve(route.request().postDataJSON());
      await route.fulfill({ json: { datasource: { uid: 'requestjourney' } } });
    });
  });
}
