import { expect, needsGrafana, test } from './grafana';
import { readTruth } from './truth';

const { failing } = readTruth();

needsGrafana();

test('completes a query from the servers and runs it by Shift+Enter', async ({ explore, page }) => {
  await explore({ queryType: 'search' });
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

test('shows the journey of a trace ID that is pasted into a query', async ({ explore, page }) => {
  await explore({ queryType: 'search' });
  await page.getByLabel(/^TraceQL/).fill(failing);
  await expect(page.getByLabel('Trace ID')).toHaveValue(failing);
  await expect(page.getByText(/\d+ spans · \d+ log lines/)).toBeVisible();
});

test('begins with a question that needs no typing', async ({ explore, page }) => {
  await explore({});
  await page.getByRole('button', { name: 'Requests with errors' }).click();
  await expect(page.getByLabel(/^TraceQL/)).toHaveValue('{ status = error }');
  await expect(page.getByText('Finds requests whose spans match in Tempo, and lists the newest 50.')).toBeVisible();
});

test('leaves the spans alone to Grafana’s trace view', async ({ explore, page }) => {
  await explore({ queryType: 'journey', traceId: failing, frames: ['trace'] });
  await expect(page.getByText('Service & Operation')).toBeVisible();
  await expect(page.getByText('getProductReviews').first()).toBeVisible();
});

test('leaves the lines alone to Grafana’s logs view, with their volume', async ({ explore, page }) => {
  await explore({ queryType: 'journey', traceId: failing, frames: ['logs'] });
  await expect(page.getByText(/no connection to the ratings store/).first()).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Logs volume' }).or(page.getByText('Logs volume')).first()
  ).toBeVisible();
});

test('asks in both halves of a split view', async ({ explore, page }) => {
  await explore({ queryType: 'journey', traceId: failing });
  await page.getByRole('button', { name: /^Split/ }).click();
  await expect(page.getByLabel('Trace ID')).toHaveCount(2);
  await expect(page.getByText(/\d+ spans · \d+ log lines/)).toHaveCount(2);
});

test('adds the journey to a dashboard, drawn by the same panel', async ({ explore, page }) => {
  await explore({ queryType: 'journey', traceId: failing });
  await expect(page.getByText(/\d+ spans · \d+ log lines/)).toBeVisible();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Add to dashboard' }).click();
  await page.getByRole('button', { name: 'Open dashboard', exact: true }).click();
  await expect(page).toHaveURL(/\/dashboard\/new/);
  await expect(page.getByText(/\d+ spans · \d+ log lines/)).toBeVisible();
});

test('moves on by itself while Live is pressed', async ({ explore, page }) => {
  await explore({ queryType: 'search', logql: '{namespace="bookinfo"}' });
  const newest = page
    .getByRole('table', { name: /^Journeys/ })
    .locator('tbody tr')
    .first();
  await expect(newest).toBeVisible();
  const live = page.getByRole('button', { name: 'Live', exact: true });
  await live.click();
  // The demo's mesh sends a request a second.
  for (let i = 0; i < 2; i++) {
    const before = await newest.innerText();
    await expect(newest).not.toHaveText(before, { useInnerText: true });
  }
  const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
  await expect(cancel).toBeVisible();
  // Grafana gives the button beside it, which stops, no name.
  await live.locator('xpath=following::button[1]').click();
  await expect(cancel).toBeHidden();
});
