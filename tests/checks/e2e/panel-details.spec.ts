import { expect, test } from '@playwright/test';

import { PanelPage } from './PanelPage';
import { readTruth } from './truth';

const { failing } = readTruth();
const logQl = `{namespace=~"bookinfo|istio-system"} |= "${failing}"`;

test.skip(Boolean(process.env.GRAFANA_URL), 'opens the panel on the workbench');

test('the drawer leads on: to Tempo, to Loki, by what is copied, and by the dashboard’s own links', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const panel = new PanelPage(page);
  await page.route('**/api/ds/query*', async (route) => {
    // As where the data source knows Grafana's own of the same servers.
    const response = await route.fetch();
    await route.fulfill({ response, json: withSources(await response.json()) });
  });
  const runbook = { title: 'Runbook', url: 'https://runbooks.example/ratings' };
  const override = { matcher: { id: 'byName', options: 'service' }, properties: [{ id: 'links', value: [runbook] }] };
  await panel.open([{ queryType: 'journey', traceId: failing }], {
    fieldConfig: { defaults: {}, overrides: [override] },
  });
  await panel.timeline.getByRole('treeitem', { name: /^ratings.*failed/ }).click();
  const links = panel.details.getByRole('region', { name: 'Links' });

  await test.step('links have the trace, the filter and the time range', async () => {
    const address = async (name: string) =>
      new URL((await links.getByRole('link', { name }).getAttribute('href'))!, page.url());
    const pane = async (name: string) => JSON.parse((await address(name)).searchParams.get('panes')!).a;
    const trace = await pane('Trace in Tempo');
    expect(trace).toMatchObject({ datasource: 'tempo-uid', queries: [{ queryType: 'traceql', query: failing }] });
    const lines = await pane('Lines in Loki');
    expect(lines).toMatchObject({ datasource: 'loki-uid', range: trace.range });
    expect(lines.queries[0].expr).toBe(logQl);
    expect(lines.range.to - lines.range.from).toBeLessThan(60_000);
    await expect(links.getByRole('link', { name: 'Runbook' })).toHaveAttribute(
      'href',
      'https://runbooks.example/ratings'
    );
  });

  await test.step('IDs, queries and the address of the journey are copied', async () => {
    const copied = async (name: string) => {
      await links.getByRole('button', { name }).click();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    expect(await copied('Copy trace ID')).toBe(failing);
    expect(await copied('Copy LogQL')).toBe(logQl);
    expect(await copied('Copy TraceQL')).toBe(`{ trace:id = "${failing}" }`);
    await page.goto(await copied('Copy link'));
    await expect(page.getByRole('region', { name: 'Journey', exact: true }).getByRole('heading')).toHaveText(
      /failed after/
    );
  });
});

test('the drawer shows attributes, lines, neighbours and both views of a hop', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open([{ queryType: 'journey', traceId: failing }]);

  await test.step('of a span', async () => {
    await panel.timeline.getByRole('treeitem', { name: /^ratings.*failed/ }).click();
    const attributes = panel.details.getByRole('region', { name: 'Attributes' });
    await expect(attributes.getByRole('term').filter({ hasText: 'http.status_code' })).toBeVisible();
    await expect(panel.details.getByRole('region', { name: /^Log lines/ }).getByRole('button')).not.toHaveCount(0);
    await expect(panel.details.getByRole('region', { name: 'Called by' }).getByRole('button')).toHaveCount(1);
  });

  await test.step('of a service, by its neighbour', async () => {
    await panel.card('ratings').click();
    await panel.details
      .getByRole('region', { name: 'Called by' })
      .getByRole('button', { name: /reviews/ })
      .click();
    await expect(panel.details).toHaveAccessibleName('Details of reviews → ratings');
  });

  await test.step('of a hop, as its caller and its callee saw it', async () => {
    const views = panel.details.getByRole('region', { name: 'Caller and callee' });
    await expect(views.getByRole('row', { name: /^Caller · reviews/ })).toContainText('1');
    await expect(views.getByRole('row', { name: /^Callee · ratings/ })).toContainText('1');
  });
});

interface Answer {
  results: Record<string, { frames: Array<{ schema: { meta?: { custom?: { sources?: Sources } } } }> }>;
}

type Sources = Record<string, { datasourceUid?: string } | undefined>;

function withSources(answer: Answer): Answer {
  for (const { schema } of Object.values(answer.results).flatMap(({ frames }) => frames)) {
    const sources = schema.meta?.custom?.sources ?? {};
    for (const name of ['loki', 'tempo']) {
      sources[name] = { ...sources[name], datasourceUid: `${name}-uid` };
    }
  }
  return answer;
}
