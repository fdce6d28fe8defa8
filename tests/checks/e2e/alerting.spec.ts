import type { APIRequestContext } from '@playwright/test';

import { dataSource, expect, needsGrafana, test } from './grafana';

needsGrafana();

type Model = Record<string, unknown>;

const relativeTimeRange = { from: 3600, to: 0 };

test('an alert rule fires on what only the join knows', async ({ request }) => {
  test.setTimeout(180_000);
  const query = { queryType: 'metrics', metric: 'findings', instant: true, traceql: '{ status = error }' };
  await withRule(request, [data('A', query), aboveZero], async (state) => {
    await expect.poll(async () => (await state())?.state, { timeout: 120_000 }).toBe('firing');
    expect((await state()).health).toBe('ok');
  });
});

test('a rule made from the defaults of the alert editor evaluates', async ({ alertRuleEditPage, page, request }) => {
  test.setTimeout(180_000);
  const { locator: row, datasource } = await alertRuleEditPage.getQueryRow();
  await datasource.set('Request Journey');
  await expect(row.getByRole('radio', { name: 'Metrics' })).toBeChecked();
  await expect(row.getByRole('radio', { name: 'Search' })).toHaveCount(0);
  await expect(row.getByRole('switch', { name: 'One number' })).toBeChecked();
  await row.getByRole('button', { name: 'Requests with errors' }).click();

  const evaluation = page.waitForRequest('**/api/v1/eval');
  await expect(alertRuleEditPage.evaluate()).toBeOK();
  const evaluated = (await evaluation).postDataJSON();
  await expect(page.getByText('Firing', { exact: true })).toBeVisible();

  await withRule(request, evaluated.data, async (state) => {
    await expect.poll(async () => (await state())?.state, { timeout: 120_000 }).toBe('firing');
    expect((await state()).health).toBe('ok');
  });
});

test('a rule that has a search says what to do, as its error and in the editor', async ({
  gotoAlertRuleEditPage,
  page,
  request,
}) => {
  test.setTimeout(180_000);
  const search = { queryType: 'search', traceql: '{ status = error }', limit: 50 };
  await withRule(request, [data('A', search), aboveZero], async (state, uid) => {
    await expect.poll(async () => (await state())?.health, { timeout: 120_000 }).toBe('error');
    expect((await state()).lastError).toContain(
      'An alert rule compares numbers, but a query of type search returns requests: change its type to Metrics.'
    );

    const edited = await gotoAlertRuleEditPage({ uid });
    await expect(page.getByText('This query returns requests, but an alert rule compares numbers.')).toBeVisible();
    await page.getByRole('button', { name: 'Change to Metrics' }).click();
    await expect(page.getByRole('radio', { name: 'Metrics' })).toBeChecked();
    await expect(page.getByLabel('Limit')).toHaveValue('');
    await expect(edited.evaluate()).toBeOK();
  });
});

/** A query of a rule. */
function data(refId: string, model: Model) {
  return { refId, relativeTimeRange, datasourceUid: dataSource.uid, model: { refId, ...model } };
}

/** The condition that any number of A is above zero. */
const aboveZero = {
  refId: 'C',
  relativeTimeRange,
  datasourceUid: '__expr__',
  model: {
    refId: 'C',
    type: 'threshold',
    expression: 'A',
    conditions: [{ evaluator: { type: 'gt', params: [0] } }],
  },
};

/** What Grafana says of a rule that it evaluates. */
interface RuleState {
  state: string;
  health: string;
  lastError?: string;
}

/** Has Grafana evaluate a rule for as long as the test needs it. */
async function withRule(
  request: APIRequestContext,
  queries: unknown[],
  check: (state: () => Promise<RuleState>, uid: string) => Promise<void>
) {
  const folder = await (await request.post('/api/folders', { data: { title: `Alerts ${Date.now()}` } })).json();
  const rule = { ...usual, folderUID: folder.uid, data: queries };
  try {
    const headers = { 'X-Disable-Provenance': 'true' };
    const made = await request.post('/api/v1/provisioning/alert-rules', { data: rule, headers });
    expect(made.ok(), await made.text()).toBe(true);
    const state = async () => {
      const answer = await request.get(`/api/prometheus/grafana/api/v1/rules?folder_uid=${folder.uid}`);
      const { groups } = (await answer.json()).data;
      return groups[0]?.rules[0];
    };
    await check(state, (await made.json()).uid);
  } finally {
    await request.delete(`/api/folders/${folder.uid}?forceDeleteRules=true`);
  }
}

const usual = {
  title: 'Requests with errors',
  ruleGroup: 'request-journey',
  orgID: 1,
  condition: 'C',
  for: '0s',
  noDataState: 'OK',
  execErrState: 'Error',
};
