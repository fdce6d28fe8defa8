import type { APIRequestContext } from '@playwright/test';

import { dataSource, expect, needsGrafana, test } from './grafana';

needsGrafana();

const { type } = dataSource;

test('imports a provisioned data source without loss', async ({ gotoDataSourceConfigPage, page }) => {
  await gotoDataSourceConfigPage(dataSource.uid);
  await page.getByRole('button', { name: 'Loki', exact: true }).click();
  await expect(page.getByText('Imported Loki. There is nothing else to enter.')).toBeVisible();
});

test('is set up from data sources that are there by four clicks', async ({ createDataSourceConfigPage, page }) => {
  const config = await createDataSourceConfigPage({ type });
  await page.getByRole('button', { name: 'Loki', exact: true }).click();
  await expect(page.getByText('Imported Loki.')).toBeVisible();
  await page.getByRole('button', { name: 'Tempo', exact: true }).click();
  await expect(page.getByText('Imported Tempo.')).toBeVisible();
  await expect(config.saveAndTest()).toBeOK();
  await expect(page.getByText(/^Connected to Loki \d.*\. Connected to Tempo \d.*\.$/)).toBeVisible();
});

test('says what is wrong with the addresses, and the way out', async ({
  createDataSourceConfigPage,
  page,
  request,
}) => {
  const { loki, tempo } = await servers(request);
  const mistakes = [
    { loki: '', tempo, says: 'Loki has no URL: enter one such as http://loki:3100' },
    { loki: 'loki:3100', tempo, says: "Loki's URL is not an http or https address" },
    {
      loki: tempo,
      tempo: loki,
      says: `The Loki URL ${tempo} is that of Tempo: enter Loki's own, such as http://loki:3100.`,
    },
    { loki: `${loki}/loki/api/v1/push`, tempo, says: `Loki answers at ${loki}, not below the path of its URL` },
    { loki: 'http://127.0.0.1:1', tempo, says: 'nothing listens there (connection refused); check the URL' },
  ];
  const config = await createDataSourceConfigPage({ type });
  const fields = { loki: page.getByRole('group', { name: 'Loki' }), tempo: page.getByRole('group', { name: 'Tempo' }) };
  for (const mistake of mistakes) {
    await fields.loki.getByLabel(/^URL/).fill(mistake.loki);
    await fields.tempo.getByLabel(/^URL/).fill(mistake.tempo);
    await config.saveAndTest();
    await expect(config).toHaveAlert('error', { hasText: mistake.says });
  }
});

test('tries a rule on a pasted line before it is saved', async ({ gotoDataSourceConfigPage, page }) => {
  const id = '4bf92f3577b34da6a3ce929d0e0e4736';
  await gotoDataSourceConfigPage(dataSource.uid);
  await page.getByRole('button', { name: 'Add a rule' }).click();
  const rule = page.getByRole('group', { name: 'Rule 1' });
  await rule.getByLabel('Name').fill('gateway');
  await rule.getByLabel('Pattern').fill('req=(');
  await page.getByRole('button', { name: 'Try them on a log line' }).click();
  await page.getByLabel('A log line').fill(`served req=${id}`);
  const read = page.getByRole('button', { name: 'Read the trace ID' });
  await read.click();
  await expect(page.getByText(/^Trace ID rule "gateway": /)).toBeVisible();

  await rule.getByLabel('Pattern').fill('req=(\\w+)');
  await read.click();
  await expect(page.getByText(`Trace ${id}, found by your rule gateway.`)).toBeVisible();
});

/** Where the provisioned data source reaches Loki and Tempo. */
async function servers(request: APIRequestContext): Promise<{ loki: string; tempo: string }> {
  const { jsonData } = await (await request.get(`/api/datasources/uid/${dataSource.uid}`)).json();
  return { loki: jsonData.loki.url, tempo: jsonData.tempo.url };
}
