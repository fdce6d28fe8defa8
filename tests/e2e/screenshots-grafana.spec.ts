import { dataSource, expect, needsGrafana, test } from './grafana';
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
        await expect(page.getByText(/\d+ journeys/)).toBeVisible();
        await picture(page, `explore-search-${theme}-${size}`);
      });

      test('a journey in Explore', async ({ explore, page }) => {
        await explore({ queryType: 'journey', traceId: failing }, { theme });
        await expect(page.getByText(/\d+ spans · \d+ log lines/)).toBeVisible();
        await picture(page, `explore-journey-${theme}-${size}`);
      });

      test('the setup check', async ({ gotoAppPage, page }) => {
        await gotoAppPage({ pluginId: 'requestjourney-journey-app', path: `/setup?theme=${theme}` });
        await expect(page.getByRole('list', { name: 'Checks' })).toHaveAttribute('aria-busy', 'false');
        await picture(page, `setup-${theme}-${size}`);
      });
    });
  }
}
