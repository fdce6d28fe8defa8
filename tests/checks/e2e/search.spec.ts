import { expect, test } from '@playwright/test';

import { JourneysPage } from './JourneysPage';
import { readTruth } from './truth';

const { failing, ok, slow } = readTruth();

test('finds requests by their log lines', async ({ page }) => {
  const journeys = new JourneysPage(page);
  await journeys.open({ limit: '500' });
  await journeys.ask({ logql: '{namespace="bookinfo"} |= "no connection to the ratings store"' });

  await expect(journeys.request(failing)).toBeVisible();
  await expect(journeys.request(ok)).toHaveCount(0);
});

test('finds requests by their spans', async ({ page }) => {
  const journeys = new JourneysPage(page);
  await journeys.open({ limit: '500' });
  await journeys.ask({ traceql: '{ duration > 1s }' });

  await expect(journeys.request(slow)).toBeVisible();
  await expect(journeys.request(ok)).toHaveCount(0);
});

test('finds requests whose lines and whose spans match', async ({ page }) => {
  const journeys = new JourneysPage(page);
  await journeys.open({ limit: '500' });
  await journeys.ask({ logql: '{namespace="bookinfo"} |= "/ratings/"', traceql: '{ duration > 1s }' });

  await expect(journeys.requests.first()).toBeVisible();
  await expect(journeys.request(failing)).toHaveCount(0);
  await expect(journeys.request(ok)).toHaveCount(0);
});

test('shows one graph of all found requests until one is chosen', async ({ page }) => {
  const journeys = new JourneysPage(page);
  await journeys.open({ limit: '500' });
  await journeys.ask({ logql: '{namespace="bookinfo"} |= "no connection to the ratings store"' });
  await expect(page.getByRole('region', { name: 'All journeys' })).toBeVisible();

  await journeys.request(failing).press('Enter');
  await expect(page.getByRole('region', { name: 'Journey', exact: true })).toBeVisible();
  await expect(journeys.request(failing)).toHaveAttribute('aria-pressed', 'true');

  await page.getByRole('button', { name: 'All journeys' }).click();
  await expect(page.getByRole('region', { name: 'All journeys' })).toBeVisible();
});

test('keeps the question in the address', async ({ page }) => {
  const journeys = new JourneysPage(page);
  await journeys.open({ limit: '500' });
  await journeys.ask({ traceql: '{ duration > 1s }', trace: slow });
  await expect(page).toHaveURL(new RegExp(`trace=${slow}`));

  await page.reload();
  await expect(journeys.form.getByLabel('TraceQL')).toHaveValue('{ duration > 1s }');
  await expect(journeys.request(slow)).toHaveAttribute('aria-pressed', 'true');
  await expect(journeys.panel).toBeVisible();

  await page.goBack();
  await expect(journeys.form.getByLabel('TraceQL')).toHaveValue('');
});

test('shows a long query whole', async ({ page }) => {
  const journeys = new JourneysPage(page);
  await journeys.open({ limit: '500' });
  const field = journeys.form.getByRole('textbox', { name: 'LogQL' });
  const isWhole = () => field.evaluate(({ scrollHeight, clientHeight }) => scrollHeight <= clientHeight);
  const height = (await field.boundingBox())!.height;
  await field.fill(`{namespace="bookinfo"} ${'|= "no connection to the ratings store" '.repeat(3)}`);
  await expect.poll(isWhole).toBe(true);
  expect((await field.boundingBox())!.height).toBeGreaterThan(height);

  await field.fill('{namespace="bookinfo"}');
  await expect.poll(async () => (await field.boundingBox())!.height).toBe(height);
});
