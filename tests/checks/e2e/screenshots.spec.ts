import { expect, test } from '@playwright/test';

import { JourneysPage } from './JourneysPage';
import { picture, sizes, themes } from './picture';
import { readTruth } from './truth';

const { failing } = readTruth();

for (const theme of themes) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test.describe(`${theme} and ${size}`, () => {
      test.use({ viewport });

      test('the failing request', async ({ page }) => {
        const journeys = new JourneysPage(page);
        await journeys.open({ trace: failing, theme });
        await journeys.card('ratings').click();
        await expect(page.getByRole('complementary', { name: 'Details of ratings' })).toBeVisible();
        await picture(page, `journey-${theme}-${size}`);
      });

      test('the requests of a search', async ({ page }) => {
        const journeys = new JourneysPage(page);
        await journeys.open({ logql: '{namespace="bookinfo"}', theme });
        await expect(journeys.requests.first()).toBeVisible();
        await expect(journeys.card('productpage')).toBeVisible();
        await picture(page, `search-${theme}-${size}`);
      });
    });
  }
}
