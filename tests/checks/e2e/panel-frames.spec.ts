import { expect, test } from '@playwright/test';

import { frame, type FrameJson, PanelPage } from './PanelPage';

test.skip(Boolean(process.env.GRAFANA_URL), 'opens the panel on the workbench');

const START = Date.UTC(2026, 0, 1);

test('draws what other data sources send', async ({ page }) => {
  const panel = new PanelPage(page);

  await test.step('a node graph of Grafana’s', async () => {
    const meta = { preferredVisualisationType: 'nodeGraph' };
    const figures = { mainstat: [12, 34], arc__ok: [1, 0.5], arc__bad: [0, 0.5] };
    await panel.openFrames([
      frame('', { id: ['a', 'b'], title: ['checkout', 'payments'], ...figures }, meta),
      frame('', { id: ['1'], source: ['a'], target: ['b'], mainstat: [7] }, meta),
    ]);
    await expect(panel.card('payments')).toContainText('34');
    await expect(panel.outline.getByRole('treeitem', { name: /^Hop from checkout to payments/ })).toBeAttached();
  });

  await test.step('a trace alone', async () => {
    await panel.openFrames([
      frame(
        'Trace',
        {
          traceID: ['t', 't'],
          spanID: ['1', '2'],
          parentSpanID: ['', '1'],
          operationName: ['GET /cart', 'SELECT'],
          serviceName: ['cart', 'db'],
          startTime: [START, START + 5],
          duration: [20, 10],
          logs: [[], [{ timestamp: START + 6, fields: [{ key: 'message', value: 'slow plan' }] }]],
          tags: [[], [{ key: 'error', value: true }]],
        },
        { preferredVisualisationType: 'trace' }
      ),
    ]);
    await expect(panel.timeline.getByRole('treeitem', { name: /^db, SELECT.*failed/ })).toBeVisible();
    await expect(panel.timeline.getByTitle(/slow plan/)).toBeAttached();
  });

  await test.step('log lines alone', async () => {
    await panel.openFrames([
      frame(
        'logs',
        {
          timestamp: [START, START + 1000],
          body: ['cart opened', 'no such item'],
          severity: ['info', 'error'],
          labels: [{ service_name: 'cart' }, { service_name: 'stock' }],
        },
        { type: 'log-lines' }
      ),
    ]);
    await expect(panel.steps.getByRole('treeitem', { name: /no such item/ })).toBeVisible();
  });

  await test.step('what it cannot draw is named in a sentence', async () => {
    await panel.openFrames([frame('cpu', { time: [START], value: [0.5] })]);
    await expect(page.getByRole('status').filter({ hasText: 'It got: time, value.' })).toBeVisible();
  });
});

const markup = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>[a](javascript:window.ran=1)';

/** Frames that no backend should send. */
const bad: Record<string, FrameJson[]> = {
  'no rows': [nodes({ id: [] }), edges([]), steps([])],
  'one row': [nodes({ id: ['a'] })],
  'a single log line': [steps([{ kind: 'log', body: 'alone' }])],
  'fields that are missing': [
    frame('nodes', { id: ['a', 'b'], title: ['a', 'b'] }),
    frame('edges', { id: ['1'], source: ['a'], target: ['b'] }),
    frame('steps', { kind: ['span', 'log'], body: ['x', 'y'], offset: [0, 1] }),
  ],
  'kinds that nobody knows': [
    nodes({ id: ['a', 'b'], icon: ['spaceship', 'x'], detail__kind: ['spaceship', ''], color: ['plaid', 'none'] }),
    edges([['a', 'b']], { detail__kind: ['teleport'] }),
    steps([{ kind: 'event', level: 'odd', placement: 'guess' }, { kind: 'span' }]),
  ],
  'numbers that are none': [
    nodes({ id: ['a', 'b'], detail__p95: [NaN, -Infinity], detail__requests: [-3, NaN], arc__error: [NaN, 7] }),
    edges([['a', 'b']], { detail__calls: [-1], thickness: [NaN], detail__server_p95: [Infinity] }),
    steps([
      { duration: NaN, offset: NaN },
      { duration: -5, offset: -1e12, parentSpanID: '0' },
      { duration: Infinity, parentSpanID: '0' },
      { kind: 'log', offset: Infinity },
    ]),
  ],
  'the same ID twice': [
    nodes({ id: ['a', 'a', 'b'] }),
    edges([
      ['a', 'b'],
      ['a', 'b'],
    ]),
    steps([{ spanID: 's' }, { spanID: 's', parentSpanID: 's' }, { kind: 'log', spanID: 's' }]),
  ],
  'calls in circles': [
    nodes({ id: ['a', 'b', 'c'] }),
    edges([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['a', 'a'],
      ['a', 'gone'],
    ]),
    steps([
      { spanID: '1', parentSpanID: '3' },
      { spanID: '2', parentSpanID: '1' },
      { spanID: '3', parentSpanID: '2' },
      { spanID: '4', parentSpanID: '4' },
    ]),
  ],
  'a million characters': [
    nodes({ id: ['a', 'b'], title: ['n'.repeat(1e6), 'b'] }),
    edges([['a', 'b']]),
    steps([{ body: 'o'.repeat(1e6) }, { kind: 'log', body: 'l'.repeat(1e6), attributes: { key: 'v'.repeat(1e6) } }]),
  ],
  markup: [
    nodes({ id: ['a', 'b'], title: [markup, markup], detail__namespace: [markup, ''] }),
    edges([['a', 'b']], { mainstat: [markup] }),
    steps([
      { body: markup, service: markup, attributes: { [markup]: markup } },
      { kind: 'log', body: markup },
    ]),
    frame('findings', { severity: ['error'], code: [markup], message: [markup], advice: [markup], node: ['a'] }),
  ],
};

test('bad data is drawn as far as it goes: it breaks nothing, and nothing in it is run', async ({ page }) => {
  const crashes: string[] = [];
  page.on('pageerror', ({ message }) => crashes.push(message));
  const panel = new PanelPage(page);
  for (const [what, frames] of Object.entries(bad)) {
    await test.step(what, async () => {
      await panel.openFrames(frames);
      await walk(panel);
      await expect(page.getByText('An unexpected error happened')).toHaveCount(0);
    });
  }
  expect(crashes).toEqual([]);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
});

/** Looks at the panel in each of its views, and at the details of what there is in each. */
async function walk({ page, graph, outline, timeline, steps, details }: PanelPage) {
  const shown = graph.or(timeline).or(steps).or(page.getByRole('status')).first();
  await expect(shown).toBeVisible();
  const views = page.getByRole('radiogroup', { name: 'View' }).getByRole('radio');
  for (const view of await views.all()) {
    await view.check();
    for (const tree of [timeline, steps]) {
      const row = tree.getByRole('treeitem').first();
      if (await row.isVisible()) {
        await row.click();
        await expect(details).toBeVisible();
      }
    }
  }
  if (await outline.isVisible()) {
    await outline.press('Home');
    await outline.press('Enter');
  }
}

type Row = Record<string, unknown>;

function nodes(columns: { id: string[] } & Record<string, unknown[]>): FrameJson {
  return frame('nodes', { title: columns.id, subtitle: columns.id.map(() => 'shop'), ...columns });
}

function edges(ends: Array<[source: string, target: string]>, more: Record<string, unknown[]> = {}): FrameJson {
  return frame('edges', {
    id: ends.map(([source, target]) => `${source}→${target}`),
    source: ends.map(([source]) => source),
    target: ends.map(([, target]) => target),
    ...more,
  });
}

/** Steps that lack nothing but what is said of them. */
function steps(rows: Row[]): FrameJson {
  const whole = rows.map((row, i) => ({
    time: START + i,
    kind: 'span',
    traceID: 't',
    spanID: String(i),
    parentSpanID: '',
    node: 'a',
    service: 'a',
    body: 'GET /',
    duration: row.kind === 'log' ? null : 10,
    offset: i,
    level: 'unset',
    placement: '',
    attributes: {},
    ...row,
  }));
  const names = ['time', 'kind', 'traceID', 'spanID', 'parentSpanID', 'node', 'service', 'body', 'duration', 'offset'];
  const fields = [...names, 'level', 'placement', 'attributes'] as Array<keyof (typeof whole)[number]>;
  return frame('steps', Object.fromEntries(fields.map((field) => [field, whole.map((row) => row[field])])));
}
