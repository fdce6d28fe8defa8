import { expect, type Page } from '@playwright/test';

// The pictures of the documentation are made again only when asked for; otherwise a person may look at these.
const folder = process.env.UPDATE_SCREENSHOTS === '1' ? 'docs/screenshots' : 'test-results/screenshots';

export const themes = ['dark', 'light'];

export const sizes = {
  wide: { width: 1600, height: 1000 },
  narrow: { width: 400, height: 900 },
};

/** Takes a picture of the whole page, which must be no wider than its window. */
export async function picture(page: Page, name: string) {
  const beyond = await page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
  expect(beyond, 'pixels that can only be seen by scrolling sideways').toBe(0);
  await page.evaluate(() => window.scrollTo(0, 0)); // or Grafana's header would stand in the midst
  await page.waitForLoadState('networkidle'); // icons come one by one
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true, animations: 'disabled' });
}
