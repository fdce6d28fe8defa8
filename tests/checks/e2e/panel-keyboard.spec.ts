import { expect, type Locator, type Page, test } from '@playwright/test';

import { PanelPage } from './PanelPage';
import { readTruth } from './truth';

const { failing } = readTruth();

test.skip(Boolean(process.env.GRAFANA_URL), 'opens the panel on the workbench');

test('from the finding to the log line by keyboard alone', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open([{ queryType: 'journey', traceId: failing }]);
  const finding = panel.findings.getByRole('button', { name: /ratings failed/ });
  await expect(finding).toBeVisible();

  await test.step('the finding leads to its evidence, the failed span', async () => {
    await tabTo(page, finding);
    await page.keyboard.press('Enter');
    await expect(panel.details).toHaveAccessibleName(/ratings/);
    await expect(finding).toHaveAttribute('aria-pressed', 'true');
  });

  await test.step('Escape closes it, and the focus is back at the finding', async () => {
    await page.keyboard.press('Escape');
    await expect(panel.details).toBeHidden();
    await expect(finding).toBeFocused();
  });

  await test.step('arrows lead through the graph to the hop that failed', async () => {
    await tabTo(page, panel.outline);
    await page.keyboard.press('End');
    await expect(await current(panel.outline)).toHaveAccessibleName(/^Service ratings/);
    await page.keyboard.press('ArrowLeft');
    await expect(await current(panel.outline)).toHaveAccessibleName(/^Hop from reviews to ratings, 1 call, 1 error/);
    await page.keyboard.press('Enter');
    await expect(panel.details).toHaveAccessibleName('Details of reviews → ratings');
    await page.keyboard.press('Escape');
    await expect(panel.outline).toBeFocused();
  });

  await test.step('the hop’s span is selected in the timeline', async () => {
    await tabTo(page, panel.timeline);
    await page.keyboard.press('End');
    await expect(await current(panel.timeline)).toHaveAccessibleName(/^ratings.*failed.*2 log lines$/);
    await page.keyboard.press('Enter');
    await expect(panel.details).toHaveAccessibleName(/^Details of ratings/);
  });

  await test.step('the span’s details lead to the line that says why', async () => {
    const line = panel.details.getByRole('region', { name: /^Log lines/ }).getByRole('button', {
      name: /no connection to the ratings store/,
    });
    await tabTo(page, line);
    await page.keyboard.press('Enter');
    await expect(panel.details).toHaveAccessibleName(/Log line of ratings/);
    await expect(panel.details).toContainText('no connection to the ratings store at mongodb');
  });
});

test('the graph is one stop, and Escape leaves it', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open([{ queryType: 'journey', traceId: failing }]);
  await tabTo(page, panel.outline);
  await page.keyboard.press('Escape');
  await expect(panel.outline).not.toBeFocused();

  await tabTo(page, panel.outline);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('group', { name: 'Graph tools' }).getByRole('button').first()).toBeFocused();
});

test('arrows close and open what is below a span, and Enter opens the attributes of a step', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open([{ queryType: 'journey', traceId: failing }]);
  await tabTo(page, panel.timeline);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect(panel.timeline.getByRole('treeitem')).toHaveCount(1);
  await expect(panel.timeline.getByRole('treeitem')).toHaveAccessibleName(/15 hidden spans$/);
  await page.keyboard.press('ArrowRight');
  await expect(panel.timeline.getByRole('treeitem', { expanded: true }).first()).toBeVisible();

  await panel.view('Steps');
  await tabTo(page, panel.steps);
  await page.keyboard.press('ArrowRight');
  await expect((await current(panel.steps)).getByRole('term').first()).toBeVisible();
});

/** Presses Tab until the element has the focus; every way through the panel is shorter than this. */
async function tabTo(page: Page, wanted: Locator) {
  await expect(wanted).toBeVisible();
  for (let i = 0; i < 60; i++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  await expect(wanted).toBeFocused();
}

/** The item that a tree with the focus is at. */
async function current(tree: Locator): Promise<Locator> {
  const id = await tree.getAttribute('aria-activedescendant');
  return tree.locator(`[id="${id}"]`);
}
