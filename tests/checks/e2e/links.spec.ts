import type { Locator, Page } from '@playwright/test';

import { expect, followTraceId, loki, needsGrafana, tempo, test } from './grafana';
import { JourneysPage } from './JourneysPage';
import { readTruth } from './truth';

const { failing } = readTruth();

needsGrafana();

const lines = '{namespace="bookinfo"} |= "no connection to the ratings store"';

test.describe('to a journey', () => {
  test('from the command palette', async ({ page }) => {
    await page.goto('/');
    await page
      .getByRole('button', { name: /Search/ })
      .first()
      .click();
    await page.getByRole('combobox').fill('open request journey');
    await page.getByRole('option', { name: 'Open request journey' }).click();
    await new JourneysPage(page).form.waitFor();
  });

  test('from Explore’s toolbar, with its query and its time', async ({ explore, page }) => {
    await explore({ datasource: loki, expr: lines });
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await follow(page, page.getByRole('menuitem', { name: 'Open request journeys' }));
    const journeys = new JourneysPage(page);
    await expect(journeys.form.getByLabel('LogQL')).toHaveValue(lines);
    await expect(journeys.requests.first()).toBeVisible();
  });

  test('from the header of Grafana’s trace view', async ({ explore, page }) => {
    await explore({ datasource: tempo, queryType: 'traceql', query: failing });
    const [tab] = await Promise.all([page.waitForEvent('popup'), inTraceHeader(page).click()]);
    const journeys = new JourneysPage(tab);
    await expect(journeys.form.getByLabel('Trace ID')).toHaveValue(failing);
    await expect(journeys.card('ratings')).toBeVisible();
  });

  test('from a line of Grafana’s logs view', async ({ explore, page }) => {
    await explore({ datasource: loki, expr: `${lines} | regexp "traceId=(?P<trace_id>\\\\w+)"` });
    await page.getByText('no connection to the ratings store').first().click();
    const link = page.getByRole('link', { name: 'Request journey of this line' });
    await expect(link.first()).toBeAttached();
    await follow(page, link.first());
    await expect(new JourneysPage(page).card('ratings')).toBeVisible();
  });

  test('from the trace ID of a line, beside its lines', async ({ explore, page }) => {
    await explore({ datasource: loki, expr: lines });
    await followTraceId(page);
    await expect(page.getByRole('radio', { name: 'Journey' })).toBeChecked();
    await expect(page.getByLabel('Trace ID')).toHaveValue(/^[0-9a-f]{16,32}$/);
    await expect(page.getByText(/\d+ spans · \d+ log lines/)).toBeVisible();
    await page.getByRole('radio', { name: 'Steps' }).check();
    await page.getByPlaceholder('Search steps and attributes').fill('no connection');
    await expect(page.getByRole('treeitem', { name: /no connection to the ratings store/ })).toBeVisible();
  });

  test('from a panel’s menu, with its variables filled in', async ({ dashboard, page }) => {
    const opened = await dashboard('request-journey', { traceql: '{ status = error }' });
    const { locator } = opened.getPanelByTitle('Requests, newest first');
    await locator.hover();
    await locator.getByRole('button', { name: /^Menu/ }).click();
    const link = page.getByRole('menuitem', { name: 'Open request journeys' });
    await expect(async () => {
      // The menu moves while it gets its entries, away from under the pointer.
      await page.mouse.move(0, 0);
      await page.getByRole('menuitem', { name: 'Extensions' }).hover();
      await expect(link).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await follow(page, link);
    await expect(new JourneysPage(page).form.getByLabel('TraceQL')).toHaveValue('{ status = error }');
  });
});

test('from a span to the lines of its trace, beside it', async ({ explore, page }) => {
  await explore({ datasource: tempo, queryType: 'traceql', query: failing });
  await page.getByText('getProductReviews').first().click();
  await page.getByRole('link', { name: 'Logs for this span' }).first().click();
  await expect(page.getByText(/answered 503: /).first()).toBeVisible();
});

test.describe('from a journey', () => {
  test('to its spans in Grafana’s own trace view', async ({ page }) => {
    await new JourneysPage(page).open({ trace: failing });
    await page.getByRole('link', { name: 'Trace in Explore' }).click();
    await expect(page.getByText('Service & Operation')).toBeVisible();
    await expect(inTraceHeader(page)).toBeVisible();
  });

  test('to its lines in Grafana’s own logs view', async ({ page }) => {
    await new JourneysPage(page).open({ trace: failing });
    await page.getByRole('link', { name: 'Logs in Explore' }).click();
    await expect(page.getByText('no connection to the ratings store').first()).toBeVisible();
  });
});

/** What opens the journey in a tab of its own: to Grafana 12.3 a button. */
function inTraceHeader(page: Page): Locator {
  const named = { name: 'Request journey of this trace' };
  return page.getByRole('button', named).or(page.getByRole('link', named));
}

/** Grafana asks, in some places, whether to open an extension's link in a tab of its own. */
async function follow(page: Page, link: Locator) {
  await link.evaluate((one) => one.removeAttribute('target')); // once it is there
  await link.click();
  const open = page.getByRole('dialog').getByRole('button', { name: 'Open', exact: true });
  const arrived = new JourneysPage(page).form;
  await open.or(arrived).first().waitFor();
  if (await open.isVisible()) {
    await open.click();
  }
  await arrived.waitFor();
}
