import { expect, test } from '@playwright/test';

import { JourneysPage } from './JourneysPage';
import { readTruth } from './truth';

const { failing } = readTruth();

const pasted = [
  { form: 'a trace ID', text: failing },
  { form: 'an upper-case trace ID', text: failing.toUpperCase() },
  { form: 'a traceparent', text: `00-${failing}-00f067aa0ba902b7-01` },
  { form: 'a b3 header', text: `${failing}-00f067aa0ba902b7-1` },
];

for (const { form, text } of pasted) {
  test(`shows the request of ${form}`, async ({ page }) => {
    const journeys = new JourneysPage(page);
    await journeys.open();
    await journeys.ask({ trace: text });

    await expect(journeys.card('productpage')).toBeVisible();
  });
}

test('draws the failing request and where its error starts', async ({ page }) => {
  const journeys = new JourneysPage(page);
  await journeys.open({ trace: failing });

  for (const name of ['istio-ingressgateway', 'productpage', 'details', 'reviews', 'ratings']) {
    await expect(journeys.card(name)).toBeVisible();
  }
  await expect(journeys.service('ratings')).toHaveAccessibleName(/1 error.*Error origin/);
  await expect(journeys.service('details')).not.toHaveAccessibleName(/error/i);
  await expect(
    journeys.panel.getByRole('treeitem', { name: /^Hop from reviews to ratings, 1 call, 1 error/ })
  ).toBeAttached();
  await expect(journeys.panel.getByRole('heading', { name: /failed/ })).toBeVisible();
});

test('shows the steps of a service that is clicked', async ({ page }) => {
  const journeys = new JourneysPage(page);
  await journeys.open({ trace: failing });
  await journeys.card('ratings').click();

  const details = page.getByRole('complementary', { name: 'Details of ratings' });
  const steps = details.getByRole('region', { name: /^Steps/ }).getByRole('listitem');
  await expect(steps.filter({ hasText: 'no connection to the ratings store' })).toHaveCount(1);
  await expect(steps.filter({ hasText: '"GET /ratings/0 HTTP/1.1" 503' })).toHaveCount(1);

  await details.getByRole('button', { name: 'Close details' }).click();
  await expect(details).toBeHidden();
});
