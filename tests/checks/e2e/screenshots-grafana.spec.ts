import type { Page } from '@playwright/test';

import { dataSource, expect, followTraceId, loki, needsGrafana, test } from './grafana';
import { picture, sizes, themes } from './picture';
import { readTruth } from './truth';

const { failing } = readTruth();

needsGrafana();

for (const theme of themes) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test.describe(`${theme} and ${size}`, () => {
      test.use({ viewport });

      test('the config editor', async ({ page }) => {
        await page.goto(`/connections/datasources/edit/${dataSource.uid}?theme=${theme}`);
        await page.getByRole('button', { name: 'Add a rule' }).click();
        await picture(page, `config-${theme}-${size}`);
      });

      test('a search in Explore', async ({ explore, page }) => {
        await explore(
          { queryType: 'search', logql: '{namespace="bookinfo"}', traceql: '{ status = error }' },
          { theme }
        );
        await closeOutline(page);
        await expect(page.getByText(/\d+ journeys/)).toBeVisible();
        await drawn(page, size);
        await picture(page, `explore-search-${theme}-${size}`);
      });

      test('a journey in Explore', async ({ explore, page }) => {
        await explore({ queryType: 'journey', traceId: failing }, { theme });
        await closeOutline(page);
        await expect(page.getByText(/\d+ spans · \d+ log lines/)).toBeVisible();
        await drawn(page, size);
        await picture(page, `explore-journey-${theme}-${size}`);
      });

      test('the setup check', async ({ gotoAppPage, page }) => {
        await gotoAppPage({ pluginId: 'requestjourney-journey-app', path: `/setup?theme=${theme}` });
        await expect(page.getByRole('list', { name: 'Checks' })).toHaveAttribute('aria-busy', 'false');
        await picture(page, `setup-${theme}-${size}`);
      });

      test('the dashboard of requests', async ({ dashboard, page }) => {
        await dashboard('request-journey', { traceID: failing }, { theme });
        await expect(page.getByText(/\d+ spans · \d+ log lines/)).toBeVisible();
        await picture(page, `dashboard-${theme}-${size}`);
      });
    });
  }
}

// Of the guide's page on links: a line of Loki's on the left, its journey on the right.
test('from a line of Loki to its journey', async ({ explore, page }) => {
  await page.setViewportSize(sizes.wide);
  await page.addInitScript(() => localStorage.setItem('grafana.navigation.docked', 'false'));
  await explore({ datasource: loki, expr: '{namespace="bookinfo"} |= "no connection to the ratings store"' });
  await closeOutline(page);
  await followTraceId(page);
  await expect(page.getByText(/\d+ spans · \d+ log lines/)).toBeVisible();
  await closeOutline(page); // which opens for the line that Grafana pins
  await drawn(page, 'wide');
  await picture(page, 'link-from-loki');
});

/** Once the graph is fitted to its room, its last service is whole. In a narrow window Explore itself is wider. */
async function drawn(page: Page, size: string) {
  const last = page.getByTitle('ratings', { exact: true }).first();
  await (size === 'wide' ? expect(last).toBeInViewport({ ratio: 0.99 }) : expect(last).toBeVisible());
}

/** Explore's own, which leaves a narrow window little room for what is pictured. */
async function closeOutline(page: Page) {
  const outline = page.getByRole('button', { name: 'Content outline' }).first();
  if ((await outline.getAttribute('aria-expanded')) === 'true') {
    await outline.click();
    await page.mouse.move(0, 0); // away from its tooltip
  }
}
