import { expect, test } from '@playwright/test';

import { PanelPage } from './PanelPage';
import { readTruth } from './truth';

test.skip(Boolean(process.env.GRAFANA_URL), 'opens the panel on the workbench');

test('nearby lines are off at first, drawn hollow, not counted, and one click hides them', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open([{ queryType: 'journey', traceId: readTruth().failing }]);
  const counts = page.getByText(/^\d+ services · \d+ spans · \d+ log lines$/);
  const before = await counts.textContent();

  // The web server of details writes access lines that carry no ID.
  await panel.view('Steps');
  const line = panel.steps.getByRole('treeitem', { name: /^.*details.*127\.0\.0\.6 - - \[/ });
  const own = panel.steps.getByRole('treeitem').filter({ hasText: 'getProductDetails' });
  await expect(own).toBeVisible();
  await expect(line).toHaveCount(0);
  const nearby = page.getByRole('switch', { name: 'Nearby lines' });
  await expect(nearby).not.toBeChecked();
  await nearby.check({ force: true });
  await expect(line).toBeVisible();
  await expect(line).toContainText(/nearby|possible/);
  await expect(counts).toHaveText(before!);

  await panel.view('Timeline');
  const mark = panel.timeline.getByTitle(/127\.0\.0\.6 - - \[/);
  await expect(mark).toBeVisible();
  const fill = await mark.evaluate((element) => getComputedStyle(element).borderTopStyle);
  expect(fill).toBe('solid');
  const other = panel.timeline.getByTitle(/productpage\.py:328/);
  expect(await other.evaluate((element) => getComputedStyle(element).borderTopStyle)).toBe('none');

  await page.getByRole('button', { name: 'Hide lines without any ID' }).click();
  await expect(mark).toHaveCount(0);
  await expect(other).toBeVisible();
});
