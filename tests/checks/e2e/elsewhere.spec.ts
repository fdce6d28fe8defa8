import { expect, type Page, test } from '@playwright/test';

import { readTruth } from './truth';

const { failing } = readTruth();

const lines = '{namespace="bookinfo"} |= "no connection to the ratings store"';

/** What a link of Grafana's own sends, in its address of Explore. */
interface Link {
  query: string;
  queryType?: string;
}

for (const { from, link } of [
  { from: 'a derived field of Loki', link: { query: failing } },
  { from: 'an exemplar of Prometheus', link: { query: failing, queryType: 'traceql' } },
  { from: 'a header that was captured whole', link: { query: `00-${failing}-00f067aa0ba902b7-01` } },
]) {
  test(`opens the journey of ${from}`, async ({ page }) => {
    await openExplore(page, link);
    await expect(page.getByRole('radio', { name: 'Journey' })).toBeChecked();
    await expect(page.getByLabel('Trace ID')).toHaveValue(link.query);
    await expect(page.getByText(/\d+ spans · \d+ log lines/)).toBeVisible();
  });
}

for (const { language, query } of [
  { language: 'LogQL', query: lines },
  { language: 'TraceQL', query: '{ status = error }' },
]) {
  test(`opens the search that a link sends in ${language}`, async ({ page }) => {
    await openExplore(page, { query });
    await expect(page.getByRole('radio', { name: 'Search' })).toBeChecked();
    await expect(page.getByLabel(new RegExp(`^${language}`))).toHaveValue(query);
    await expect(page.getByText(/\d+ journeys/)).toBeVisible();
  });
}

test('says what to do about a link that sends something else', async ({ page }) => {
  await openExplore(page, { query: 'null' });
  const sentence =
    '"null" is neither a trace ID nor LogQL nor TraceQL: correct the link that sent it, or enter a trace ID or a query.';
  await expect(page.getByText(sentence).first()).toBeVisible();
  await page.getByLabel(/^TraceQL/).fill(failing);
  await expect(page.getByText(/\d+ spans · \d+ log lines/)).toBeVisible();
  await expect(page.getByText(sentence)).toHaveCount(0);
});

/** Opens Explore as such a link does; the workbench has a pane of it. */
async function openExplore(page: Page, link: Link) {
  const queries = [{ refId: 'A', ...link }];
  const panes = JSON.stringify({
    a: { datasource: 'requestjourney', queries, range: { from: 'now-1h', to: 'now' } },
  });
  await page.goto(`/explore?${new URLSearchParams({ schemaVersion: '1', orgId: '1', panes })}`);
}
