import { expect, type Page, test } from '@playwright/test';

import { JourneysPage } from './JourneysPage';
import { readTruth } from './truth';

const { failing } = readTruth();

// The pictures of the documentation are made anew only when asked for; otherwise a person may look at these.
const folder = process.env.UPDATE_SCREENSHOTS === '1' ? 'docs/screenshots' : 'test-results/screenshots';

const sizes = {
  wide: { width: 1600, height: 1000 },
  narrow: { width: 400, height: 900 },
};

for (const theme of ['dark', 'light']) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test.describe(`${theme} and ${size}`, () => {
      test.use({ viewport });

      test('the failing request', async ({ page }) => {
        const journeys = new JourneysPage(page);
        await journeys.open({ trace: failing, theme });
        await journeys.card('ratings').click();
        await expect(page.getByRole('complementary', { name: 'Details of ratings' })).toBeVisible();
        expect(await widthBeyondWindow(page)).toBe(0);
        await page.waitForLoadState('networkidle'); // icons come one by one
        await page.screenshot({
          path: `${folder}/journey-${theme}-${size}.png`,
          fullPage: true,
          animations: 'disabled',
        });
      });

      test('the requests of a search', async ({ page }) => {
        const journeys = new JourneysPage(page);
        await journeys.open({ logql: '{namespace="bookinfo"}', theme });
        await expect(journeys.requests.first()).toBeVisible();
        await expect(journeys.card('productpage')).toBeVisible();
        expect(await widthBeyondWindow(page)).toBe(0);
        await page.waitForLoadState('networkidle'); // icons come one by one
        await page.screenshot({
          path: `${folder}/search-${theme}-${size}.png`,
          fullPage: true,
          animations: 'disabled',
        });
      });
    });
  }
}

/** Pixels that can only be seen by scrolling sideways. */
function widthBeyondWindow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
}
