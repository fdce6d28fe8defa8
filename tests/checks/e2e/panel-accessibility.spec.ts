import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

import { PanelPage } from './PanelPage';
import { readTruth } from './truth';

const { failing, slow } = readTruth();
const one = [{ queryType: 'journey' as const, traceId: failing }];
const two = [...one, { queryType: 'journey' as const, traceId: slow }];

test.skip(Boolean(process.env.GRAFANA_URL), 'opens the panel on the workbench');

/** Ways to the things to look at, each from a panel that has been opened. */
const sights: Record<string, (panel: PanelPage) => Promise<void>> = {
  'a journey': async (panel) => {
    await panel.open(one);
    await expect(panel.card('ratings')).toBeVisible();
  },
  'a search': async (panel) => {
    await panel.open([{ queryType: 'search', logql: '{namespace="bookinfo"}' }]);
    await expect(panel.card('ratings')).toBeVisible();
  },
  'the details of a service': async (panel) => {
    await panel.open(one);
    await panel.card('ratings').click();
    await expect(panel.details).toBeVisible();
  },
  'the details of a hop': async (panel) => {
    await panel.open(one);
    await panel.outline.focus();
    await panel.page.keyboard.press('ArrowRight');
    await panel.page.keyboard.press('Enter');
    await expect(panel.details).toBeVisible();
  },
  'the timeline': async (panel) => {
    await panel.open(one);
    await panel.view('Timeline');
    await panel.timeline.getByRole('treeitem').first().click();
    await expect(panel.details).toBeVisible();
  },
  'the steps': async (panel) => {
    await panel.open(one);
    await panel.view('Steps');
    await panel.steps.getByRole('treeitem').first().click();
    await expect(panel.details).toBeVisible();
  },
  'two journeys compared': async (panel) => {
    await panel.open(two);
    await panel.page.getByRole('button', { name: 'Compare with B' }).click();
    await expect(panel.page.getByRole('list', { name: 'Differences' })).toBeVisible();
  },
};

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing grave, ${theme}`, async ({ page }) => {
    const panel = new PanelPage(page);
    const open = panel.open.bind(panel);
    panel.open = (queries, settings) => open(queries, { ...settings, theme });
    for (const [what, show] of Object.entries(sights)) {
      await test.step(what, async () => {
        await show(panel);
        expect.soft(await graveViolations(page)).toEqual([]);
      });
    }
  });
}

/** What axe calls serious or critical, in words. */
async function graveViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}
