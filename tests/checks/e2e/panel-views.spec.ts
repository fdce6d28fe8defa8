import { expect, test } from '@playwright/test';

import { PanelPage } from './PanelPage';
import { readTruth } from './truth';

const { failing, ok, slow } = readTruth();
const one = [{ queryType: 'journey' as const, traceId: failing }];

test.skip(Boolean(process.env.GRAFANA_URL), 'opens the panel on the workbench');

test('what is chosen in one view is chosen in all', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open(one);
  const span = panel.timeline.getByRole('treeitem', { name: /^ratings.*failed/ });

  await panel.card('ratings').click();
  await expect(span).toHaveAttribute('aria-selected', 'true');
  await expect(panel.findings.getByRole('button', { name: /ratings failed/ })).toHaveAttribute('aria-pressed', 'true');

  await panel.timeline.getByRole('treeitem', { name: /^reviews, GET \/reviews/ }).click();
  await expect(panel.outline.getByRole('treeitem', { name: /^Service reviews/ })).toHaveAttribute(
    'aria-selected',
    'true'
  );
  await expect(span).toHaveAttribute('aria-selected', 'false');

  await page.getByRole('radiogroup', { name: 'Below the graph' }).getByRole('radio', { name: 'Steps' }).check();
  const chosen = panel.steps.getByRole('treeitem', { selected: true });
  await expect(chosen).toHaveCount(1);
  await expect(chosen).toBeInViewport();
  await expect(chosen).toContainText('GET /reviews');
});

test('a mark on a span is the log line that it wrote', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open(one);
  await panel.view('Timeline');
  await panel.timeline.getByTitle(/no connection to the ratings store/).click();
  await expect(panel.details).toHaveAccessibleName(/Log line of ratings/);
  await expect(panel.details.getByRole('region', { name: 'Span' }).getByRole('button')).toHaveCount(1);
});

test('the timeline draws the critical path and zooms into what is dragged over', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open(one);
  await panel.view('Timeline');
  await expect(panel.timeline.getByTitle(/on the critical path$/).first()).toBeVisible();

  const axis = page.getByTitle('Drag to zoom into a time range');
  const { x, y, width } = (await axis.boundingBox())!;
  await page.mouse.move(x + width / 2, y + 10);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.75, y + 10, { steps: 4 });
  await page.mouse.up();
  await expect(axis).not.toHaveText(/^0 ms/);
  await page.getByRole('button', { name: 'Show the full time range' }).click();
  await expect(axis).toHaveText(/^0 ms/);
});

test('collapses all spans and expands them', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open(one);
  await panel.view('Timeline');
  await page.getByRole('button', { name: 'Collapse all' }).click();
  await expect(panel.timeline.getByRole('treeitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'Expand all' }).click();
  await expect(panel.timeline.getByRole('treeitem', { name: /^ratings/ })).toBeVisible();
});

test('narrows the steps by text, kind, level and service', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open(one);
  await panel.view('Steps');
  const steps = panel.steps.getByRole('treeitem');
  const shown = page.getByRole('search').getByRole('status');
  await expect(shown).toHaveText('29 steps');

  await page.getByRole('radiogroup', { name: 'Kind' }).getByRole('radio', { name: 'Lines' }).check();
  await expect(shown).toHaveText('13 of 29 steps');
  await page.getByRole('combobox', { name: 'Level' }).click();
  await page.getByRole('option', { name: 'Errors' }).click();
  await page.getByRole('combobox', { name: 'Service' }).click();
  await page.getByRole('option', { name: 'ratings' }).click();
  await expect(steps).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Search steps and attributes' }).fill('STORE ratings');
  await expect(steps).toHaveCount(1);
  await expect(steps).toContainText('no connection to the ratings store');

  await page.getByRole('searchbox').fill('nowhere');
  await expect(page.getByText('No step matches these filters.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(shown).toHaveText('29 steps');
});

test('offers the views that the options name', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open(one, { options: { views: ['graph', 'steps'] } });
  await expect(page.getByRole('radiogroup', { name: 'View' }).getByRole('radio')).toHaveCount(3);
  await expect(panel.steps).toBeVisible();
  await expect(panel.timeline).toHaveCount(0);
});

test('shows the graph alone on a small panel', async ({ page }) => {
  await page.setViewportSize({ width: 500, height: 360 });
  const panel = new PanelPage(page);
  await panel.open(one);
  await expect(panel.card('ratings')).toBeVisible();
  await expect(panel.timeline).toHaveCount(0);
  await expect(page.getByRole('radiogroup', { name: 'View' })).toHaveCount(0);
});

test('keeps the graph high beside the list where the height is short, as in Explore', async ({ page }) => {
  await page.setViewportSize({ width: 1200, height: 460 });
  const panel = new PanelPage(page);
  await panel.open([{ queryType: 'search', logql: '{namespace="bookinfo"}' }]);
  const list = page.getByRole('table', { name: /^Journeys/ });
  await expect(list).toBeVisible();
  const graph = page.getByRole('group', { name: /^Service graph/ });
  await expect.poll(async () => (await graph.boundingBox())!.height).toBeGreaterThan(200);

  await panel.card('ratings').click();
  await expect(panel.details).toBeVisible();
  await expect(list).toHaveCount(0);
  await panel.details.getByRole('button', { name: 'Close details' }).click();
  await expect(list).toBeVisible();
});

test('the border between the views can be moved', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open(one);
  const graph = page.getByRole('group', { name: /^Service graph/ });
  const before = (await graph.boundingBox())!.height;
  const border = page.getByRole('separator', { name: 'Height of the graph' });
  await border.press('ArrowDown');
  await expect.poll(async () => (await graph.boundingBox())!.height).toBeGreaterThan(before);
});

test('a journey of a search is shown in its place, and back', async ({ page }) => {
  const panel = new PanelPage(page);
  await page.route('**/api/ds/query*', async (route) => {
    // As where the data source has no links of its own: there the panel asks by itself.
    const response = await route.fetch();
    await route.fulfill({ response, json: withoutLinks(await response.json()) });
  });
  await panel.open([{ queryType: 'search', logql: '{namespace="bookinfo"} |= "no connection to the ratings store"' }]);
  const list = page.getByRole('table', { name: /^Journeys/ });
  await expect(list.getByRole('button', { name: new RegExp(ok) })).toHaveCount(0);
  await list.getByRole('button', { name: new RegExp(`failed, journey ${failing}`) }).click();
  await expect(page.getByRole('heading', { name: /failed after/ })).toBeVisible();
  await expect(panel.timeline).toBeVisible();

  await page.getByRole('button', { name: 'All journeys' }).click();
  await expect(list).toBeVisible();
});

test('compares two journeys', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open([
    { queryType: 'journey', traceId: slow },
    { queryType: 'journey', traceId: ok },
  ]);
  await page.getByRole('button', { name: 'Compare with B' }).click();
  const legend = page.getByRole('list', { name: 'Differences' });
  await expect(legend).toContainText(/[1-9]\d* slower/);
  await expect(panel.outline.getByRole('treeitem', { name: /^Service ratings.*(slower|new)/ })).toBeAttached();

  await page.getByRole('button', { name: 'Stop comparing' }).click();
  await expect(legend).toHaveCount(0);
});

interface Answer {
  results: Record<string, { frames: Array<{ schema: { fields: Array<{ config?: { links?: unknown } }> } }> }>;
}

function withoutLinks(answer: Answer): Answer {
  for (const { frames } of Object.values(answer.results)) {
    frames.flatMap(({ schema }) => schema.fields).forEach(({ config }) => delete config?.links);
  }
  return answer;
}
