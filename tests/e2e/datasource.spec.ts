import { expect, test } from '@playwright/test';

import { readTruth } from './truth';

const { failing } = readTruth();

// Explore and dashboards are Grafana's: these run where GRAFANA_URL names one that
// is provisioned from this repository and holds the mesh's requests.
test.skip(!process.env.GRAFANA_URL, 'needs a Grafana');

function exploring(query: Record<string, unknown>): string {
  const datasource = { type: 'requestjourney-journey-datasource', uid: 'requestjourney' };
  const pane = {
    datasource: datasource.uid,
    queries: [{ refId: 'A', datasource, ...query }],
    range: { from: 'now-1h', to: 'now' },
  };
  return `/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify({ a: pane }))}`;
}

test('completes a query from the servers and runs it by Shift+Enter', async ({ page }) => {
  await page.goto(exploring({ queryType: 'search' }));
  const logql = page.getByLabel(/^LogQL/);
  await logql.pressSequentially('{names');
  await expect(page.getByRole('option', { name: /^namespace/ })).toBeVisible();
  await logql.press('Enter');
  await logql.pressSequentially('=');
  await page.getByRole('option', { name: 'bookinfo' }).click();
  await logql.pressSequentially('}');
  await expect(logql).toHaveValue('{namespace="bookinfo"}');

  await logql.press('Shift+Enter');
  await expect(page.getByText(/\d+ journeys/)).toBeVisible();
});

test('shows the journey of a trace ID that is pasted into a query', async ({ page }) => {
  await page.goto(exploring({ queryType: 'search' }));
  await page.getByLabel(/^TraceQL/).fill(failing);
  await expect(page.getByLabel('Trace ID')).toHaveValue(failing);
  await expect(page.getByText(/\d+ spans · \d+ log lines/)).toBeVisible();
});

for (const uid of ['request-journey', 'request-journey-mesh']) {
  test(`the dashboard ${uid} works untouched`, async ({ page }) => {
    await page.goto(`/d/${uid}`);
    await expect(page.getByText(/took|\d+ journeys/).first()).toBeVisible();
    await expect(page.getByText('No data')).toHaveCount(0);
    await expect(page.getByRole('status', { name: /error/i })).toHaveCount(0);
  });
}

test('fills in the servers from data sources that are there', async ({ page }) => {
  await page.goto('/connections/datasources/edit/requestjourney');
  await page.getByRole('button', { name: 'Loki', exact: true }).click();
  await expect(page.getByText('Loki is taken over; nothing is left to type.')).toBeVisible();
});
