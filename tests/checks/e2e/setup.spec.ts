import { expect, test } from '@playwright/test';

const address = '/a/requestjourney-journey-app/setup';

test('checks the servers and says what is missing', async ({ page }) => {
  await page.goto(address);
  const checks = page.getByRole('list', { name: 'Checks' });
  await expect(checks).toHaveAttribute('aria-busy', 'false');

  await expect(checks.getByRole('listitem', { name: 'Loki answers' })).toContainText(/Connected to Loki \d/);
  await expect(checks.getByRole('listitem', { name: 'Tempo answers' })).toContainText(/Connected to Tempo \d/);

  // Bookinfo's details service logs without a trace ID; its proxy does not.
  const lines = checks.getByRole('listitem', { name: 'Log lines carry trace IDs' });
  await expect(lines.getByRole('img', { name: 'To improve' })).toBeVisible();
  await expect(lines).toContainText(/lines of .*details.* never do/);
  await expect(lines.getByRole('row', { name: /^details bookinfo/ })).toContainText('0 %');

  const known = checks.getByRole('listitem', { name: 'Tempo knows these IDs' });
  await expect(known.getByRole('img', { name: 'Fine' })).toBeVisible();
});

test('copies the derived field that Grafana would need', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(address);
  const check = page.getByRole('listitem', { name: /own data source links them too/ });
  await check.getByRole('button', { name: 'Show evidence' }).click();
  await check.getByRole('button', { name: /^Copy/ }).click();

  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('derivedFields:');
  expect(copied).toMatch(/matcherRegex: '.*\(\[0-9a-fA-F\]\{16,32\}\)'/);
});

test('offers first the snippets that close the gap, with the real addresses', async ({ page }) => {
  await page.goto(address);
  const snippets = page.getByRole('region', { name: 'Configuration to copy' });
  await expect(snippets.getByText('Closes a gap').first()).toBeVisible();

  await snippets.getByRole('button', { name: /^Alloy/ }).click();
  await expect(snippets.getByText(/url = "http:\/\/127\.0\.0\.1:\d+\/loki\/api\/v1\/push"/)).toBeVisible();
});

test('checks again when asked', async ({ page }) => {
  await page.goto(address);
  const again = page.getByRole('button', { name: 'Check again' });
  await expect(again).toBeEnabled();
  await again.click();
  await expect(page.getByRole('status').filter({ hasText: /\d+ fine/ })).toBeVisible();
});
