import { expect, type Page, test } from '@playwright/test';

import { frame, PanelPage } from './PanelPage';
import { themes } from './picture';

test.skip(Boolean(process.env.GRAFANA_URL), 'opens the panel on the workbench');

/** How far the graph is dragged, in pixels. */
const BY = { x: -40, y: -60 };

for (const theme of themes as Array<'dark' | 'light'>) {
  test(`cards and labels look the same while a big graph moves, ${theme}`, async ({ page }) => {
    const panel = new PanelPage(page);
    await panel.openFrames(failingRequest(130), { theme, options: { views: ['graph'], showMap: false } });
    const picture = panel.graph.locator('canvas');
    await expect(panel.card('origin')).toBeVisible();
    await panel.tool('Zoom in').click();
    await panel.tool('Zoom in').click();
    await expect(picture).toBeHidden();
    await page.waitForLoadState('networkidle'); // icons come one by one
    const parts = await partsIn(page);
    const named = (name: string) => parts.filter(({ thing }) => thing === name).map(({ part }) => part);
    expect(named('origin')).toEqual(expect.arrayContaining(['status', 'lines', 'busy', 'badge', 'badgeText']));
    expect(named('ghost')).toEqual(expect.arrayContaining(['card', 'figures', 'lines', 'track']));
    const still = await page.screenshot();

    const { x, y } = await emptySpot(page);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + BY.x, y + BY.y, { steps: 4 });
    await expect(picture).toBeVisible();
    // It is painted bit by bit.
    await expect
      .poll(async () => differing(page, parts, still, await page.screenshot()), { timeout: 15_000 })
      .toEqual([]);
    await page.mouse.up();
    await expect(picture).toBeHidden();
  });
}

interface Seen {
  /** The service or hop that it is a part of. */
  thing: string;
  part: string;
  box: { x: number; y: number; width: number; height: number };
}

/** The parts of all cards and labels that are wholly in sight, and will be when the graph has moved. */
function partsIn(page: Page): Promise<Seen[]> {
  return page.evaluate((by) => {
    const pane = document.querySelector('.journey-pane')!.getBoundingClientRect();
    return [...document.querySelectorAll<HTMLElement>('.journey-card [data-part], .journey-label [data-part]')]
      .map((part) => ({
        part: part.dataset.part!,
        thing: part.parentElement!.title,
        rect: part.getBoundingClientRect(),
      }))
      .filter(({ rect }) => rect.left + by.x > pane.left + 4 && rect.right < pane.right - 4)
      .filter(({ rect }) => rect.top + by.y > pane.top + 60 && rect.bottom < pane.bottom - 4)
      .map(({ rect: { x, y, width, height }, ...rest }) => ({ ...rest, box: { x, y, width, height } }));
  }, BY);
}

/** Where the graph can be dragged by: nothing is there that can be pressed. */
function emptySpot(page: Page): Promise<{ x: number; y: number }> {
  return page.evaluate(() => {
    const pane = document.querySelector('.journey-pane')!;
    const { left, top, right, bottom } = pane.getBoundingClientRect();
    for (let y = (top + bottom) / 2; y < bottom - 10; y += 5) {
      for (let x = (left + right) / 2; x < right - 10; x += 5) {
        if (document.elementFromPoint(x, y) === pane) {
          return { x, y };
        }
      }
    }
    throw new Error('The graph is full of services.');
  });
}

/** Which parts look otherwise in the second picture, in which all has moved: by the mean colour of their places. */
function differing(page: Page, parts: Seen[], before: Buffer, after: Buffer): Promise<string[]> {
  const pictures = [before, after].map((png) => `data:image/png;base64,${png.toString('base64')}`);
  return page.evaluate(
    async ({ parts, pictures, by, most }) => {
      const [still, moved] = await Promise.all(
        pictures.map(async (source) => {
          const image = new Image();
          image.src = source;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
          canvas.drawImage(image, 0, 0);
          return canvas;
        })
      );
      const mean = (canvas: OffscreenCanvasRenderingContext2D, { x, y, width, height }: Seen['box']) => {
        // With some of what is around, so that half a pixel makes no difference.
        const place = [Math.floor(x) - 2, Math.floor(y) - 2, Math.ceil(width) + 5, Math.ceil(height) + 5] as const;
        const { data } = canvas.getImageData(...place);
        return [0, 1, 2].map(
          (c) => data.filter((_, i) => i % 4 === c).reduce((sum, v) => sum + v, 0) / (data.length / 4)
        );
      };
      return parts.flatMap(({ thing, part, box }) => {
        const [a, b] = [mean(still, box), mean(moved, { ...box, x: box.x + by.x, y: box.y + by.y })];
        const off = Math.max(...a.map((value, i) => Math.abs(value - b[i])));
        return off > most ? [`${thing}: ${part} by ${Math.round(off)}`] : [];
      });
    },
    { parts, pictures, by: BY, most: MOST }
  );
}

/** How far mean colours may be apart, of 255: letters and edges are smoothed otherwise. */
const MOST = 6;

/** One request: an origin of its error in the midst of a chain of others, and a service that sent no spans. */
function failingRequest(services: number) {
  const ids = Array.from({ length: services }, (_, i) => (i === 2 ? 'origin' : i === 3 ? 'ghost' : `service-${i}`));
  const spans = ids.filter((id) => id !== 'ghost');
  const callers = ids.map((_, i) => (i < 5 ? ids[Math.max(i - 1, 0)] : ids[[0, 1, 4][i % 3]]));
  const is = <Value>(id: string, wanted: string, value: Value, other: Value) => (id === wanted ? value : other);
  return [
    frame('journeys', { traceID: ['1'], duration: [120], service: ['service-0'], body: ['GET /'], status: ['error'] }),
    frame('steps', {
      kind: spans.map(() => 'span'),
      traceID: spans.map(() => '1'),
      spanID: spans.map((id) => id),
      node: spans,
      service: spans,
      body: spans.map(() => 'GET'),
      offset: spans.map((_, i) => i % 60),
      duration: spans.map(() => 40),
      level: spans.map((id) => is(id, 'origin', 'error', 'unset')),
    }),
    frame('nodes', {
      id: ids,
      title: ids,
      subtitle: ids.map(() => 'shop'),
      detail__kind: ids.map((id) => is(id, 'ghost', 'ghost', 'service')),
      detail__requests: ids.map((id) => is(id, 'ghost', 0, 1)),
      detail__errors: ids.map((id) => is(id, 'origin', 2, 0)),
      arc__error: ids.map((id) => is(id, 'origin', 1, 0)),
      detail__total: ids.map((id) => is(id, 'ghost', 0, 40)),
      detail__lines: ids.map((id, i) => (i < 6 ? 1234 : 0)),
    }),
    frame('edges', {
      id: ids.slice(1).map((id) => `to ${id}`),
      source: callers.slice(1),
      target: ids.slice(1),
      detail__calls: ids.slice(1).map(() => 2),
      detail__errors: ids.slice(1).map((id) => is(id, 'origin', 2, 0)),
      detail__server_p95: ids.slice(1).map(() => 40),
    }),
    frame('findings', { severity: ['error'], code: ['error-origin'], node: ['origin'], message: ['origin failed.'] }),
  ];
}
