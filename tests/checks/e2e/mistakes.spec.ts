import { expect, test } from '@playwright/test';

import { JourneysPage } from './JourneysPage';

const unknown = 'feedfacefeedfacefeedfacefeedface';

const mistakes = [
  { what: 'malformed LogQL', question: { logql: '{namespace=' }, says: /^Loki .*LogQL.*parse error/ },
  { what: 'malformed TraceQL', question: { traceql: '{ status = }' }, says: /^Tempo .*TraceQL.*parse error/ },
  {
    what: 'LogQL that computes numbers',
    question: { logql: 'rate({namespace="bookinfo"}[1m])' },
    says: /^This LogQL query computes numbers .*Metrics/,
  },
  { what: 'a trace ID that is no hex', question: { trace: 'checkout' }, says: /^"checkout" is not a trace ID: enter/ },
  { what: 'an unknown trace ID', question: { trace: unknown }, says: new RegExp(`knows the trace ${unknown}`) },
  { what: 'an empty question', question: {}, says: 'Enter LogQL, TraceQL or both, or a trace ID. Then press Run.' },
  { what: 'a search without a match', question: { logql: '{namespace="nowhere"}' }, says: /^No request/ },
];

for (const { what, question, says } of mistakes) {
  test(`says in one sentence what to do about ${what}`, async ({ page }) => {
    const journeys = new JourneysPage(page);
    await journeys.open();
    await journeys.ask(question);

    const said = journeys.alerts.or(page.getByRole('status'));
    await expect(said).toHaveCount(1);
    await expect(said).toHaveText(says);
    await expect(journeys.panel).toHaveCount(0);
  });
}

test('a good question after a bad one is answered', async ({ page }) => {
  const journeys = new JourneysPage(page);
  await journeys.open();
  await journeys.ask({ logql: '{namespace=' });
  await expect(journeys.alerts).toBeVisible();

  await journeys.ask({ logql: '{namespace="bookinfo"}' });
  await expect(journeys.requests.first()).toBeVisible();
  await expect(journeys.alerts.filter({ hasText: 'parse error' })).toHaveCount(0);
});
