import { readFileSync } from 'node:fs';

import { expect, type Locator, type Page, test } from '@playwright/test';

import { frame, PanelPage } from './PanelPage';
import { readTruth } from './truth';

const { failing } = readTruth();

test.skip(Boolean(process.env.GRAFANA_URL), 'opens the panel on the workbench');

test('zooms, pans, fills the screen, unfolds sidecars and is saved', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.open([{ queryType: 'journey', traceId: failing }], { options: { views: ['graph'] } });
  const card = panel.card('ratings');
  const box = async () => (await card.boundingBox())!;
  await expect(card).toBeVisible();
  const first = await box();

  await test.step('buttons zoom, and back to the whole', async () => {
    await panel.tool('Zoom in').click();
    await expect.poll(async () => (await box()).width).toBeGreaterThan(first.width);
    await panel.tool('Zoom out').click();
    await panel.tool('Zoom out').click();
    await expect.poll(async () => (await box()).width).toBeLessThan(first.width);
    await panel.tool('Fit the graph into view').click();
    await expect.poll(box).toEqual(first);
  });

  await test.step('dragging pans', async () => {
    const { x, y, height } = (await panel.graph.boundingBox())!;
    await page.mouse.move(x + 60, y + height - 60);
    await page.mouse.down();
    await page.mouse.move(x + 160, y + height - 100, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await box()).x - first.x).toBeCloseTo(100, 0);
    expect((await box()).y - first.y).toBeCloseTo(-40, 0);
  });

  await test.step('the wheel zooms with the Control key held', async () => {
    const { width } = await box();
    await card.hover();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -200);
    await page.keyboard.up('Control');
    await expect.poll(async () => (await box()).width).toBeGreaterThan(width);
  });

  await test.step('the whole screen is the graph’s', async () => {
    await panel.tool('Full screen').click();
    await expect.poll(() => panel.graph.evaluate((graph) => document.fullscreenElement === graph)).toBe(true);
    await panel.tool('Leave full screen').click();
    await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBeNull();
  });

  await test.step('sidecars become nodes of their own, and are folded again', async () => {
    const proxies = panel.outline.getByRole('treeitem', { name: /^Proxy of ratings/ });
    await panel.tool('Unfold sidecars').click();
    await expect(proxies.first()).toBeAttached();
    await panel.tool('Fold sidecars').click();
    await expect(proxies).toHaveCount(0);
  });

  await test.step('the picture is saved as SVG and as PNG', async () => {
    const svg = readFileSync(await saved(page, panel.tool('Save as SVG')), 'utf8');
    expect(await textsOf(page, svg)).toEqual(expect.arrayContaining(['productpage', 'reviews', 'ratings']));
    const png = readFileSync(await saved(page, panel.tool('Save as PNG')));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBeGreaterThan(1000); // its width
  });
});

test('finds services, and opens and closes namespaces', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.openFrames(shop());
  const cards = panel.outline.getByRole('treeitem', { name: /^(Service|Namespace) / });
  await expect(cards).toHaveCount(24);
  await expect(page.getByRole('img', { name: 'Mini-map of the graph' })).toBeVisible();

  await test.step('the map moves the graph', async () => {
    const map = (await page.getByRole('img', { name: 'Mini-map of the graph' }).boundingBox())!;
    const place = async () => (await panel.card('front-0').boundingBox())!.x;
    const before = await place();
    await page.mouse.move(map.x + 100, map.y + 75);
    await page.mouse.down();
    await page.mouse.move(map.x + 120, map.y + 75, { steps: 2 });
    await page.mouse.up();
    await expect.poll(place).toBeLessThan(before - 20);
  });

  await test.step('a search leads from one to the next', async () => {
    const search = page.getByRole('textbox', { name: 'Find a service in the graph' });
    const found = panel.graph.getByRole('status');
    await search.fill('stock');
    await expect(found).toHaveText('0 of 3');
    await search.press('Enter');
    await search.press('Enter');
    await expect(found).toHaveText('2 of 3');
    await expect(panel.card('stock-1')).toBeInViewport();
    await search.fill('nothing like it');
    await expect(found).toHaveText('no match');
    await search.press('Escape');
    await expect(search).toHaveValue('');
  });

  await test.step('namespaces collapse into one card each, and open by a click', async () => {
    await panel.tool('Collapse namespaces').click();
    await expect(cards).toHaveCount(3);
    await expect(cards.nth(1)).toHaveAccessibleName(/8 services.*collapsed/);
    await panel.card('shop-1').click();
    await expect(cards).toHaveCount(10);
    await panel.tool('Expand namespaces').click();
    await expect(cards).toHaveCount(24);
  });

  await test.step('what is found in a closed namespace opens it', async () => {
    await panel.tool('Collapse namespaces').click();
    const search = page.getByRole('textbox', { name: 'Find a service in the graph' });
    await search.fill('stock-2');
    await search.press('Enter');
    await expect(panel.card('stock-2')).toBeVisible();
  });
});

test('a big graph moves as a picture, and is one from afar', async ({ page }) => {
  const panel = new PanelPage(page);
  await panel.openFrames(comb(20), { options: { showMap: false } });
  const picture = panel.graph.locator('canvas');
  const card = panel.card('service-0');
  await expect(card).toBeVisible();
  await expect(picture).toBeHidden();

  await test.step('while it is dragged', async () => {
    const before = (await card.boundingBox())!;
    const { x, y, height } = (await panel.graph.boundingBox())!;
    await page.mouse.move(x + 60, y + height - 60);
    await page.mouse.down();
    await page.mouse.move(x + 40, y + height - 160, { steps: 4 });
    await expect(picture).toBeVisible();
    await page.mouse.up();
    await expect(picture).toBeHidden();
    await expect(panel.outline).not.toBeFocused(); // it was no click
    await expect.poll(async () => (await card.boundingBox())!.y - before.y).toBeCloseTo(-100, 0);
  });

  await test.step('from afar, where services still have names and can be chosen', async () => {
    await panel.tool('Fit the graph into view').click();
    await expect(picture).toBeVisible();
    await expect(card).toHaveCount(0);
    const found = await pointAtAny(page, panel.graph, picture);
    await expect(picture).toHaveCSS('cursor', 'pointer');
    await page.mouse.down();
    await page.mouse.up();
    await expect(page.getByRole('complementary', { name: `Details of ${found}` })).toBeVisible();
  });
});

/** One service that calls the first of many chains, each as long as there are chains. */
function comb(size: number) {
  const ids = Array.from({ length: size * size + 1 }, (_, i) => `service-${i}`);
  const callerOf = (i: number) => ids[i % size === 1 ? 0 : i - 1];
  return [
    frame('nodes', { id: ids, title: ids, detail__requests: ids.map(() => 10) }),
    frame('edges', {
      id: ids.slice(1).map((id) => `to ${id}`),
      source: ids.slice(1).map((_, i) => callerOf(i + 1)),
      target: ids.slice(1),
      detail__calls: ids.slice(1).map(() => 10),
    }),
  ];
}

/** Moves the pointer over the graph until it is on a service, and returns its name. */
async function pointAtAny(page: Page, graph: Locator, picture: Locator): Promise<string> {
  const { x, y, width, height } = (await graph.boundingBox())!;
  for (let down = 0.3; down < 0.7; down += 0.01) {
    await page.mouse.move(x + width * down, y + height * down);
    const title = await picture.getAttribute('title');
    if (title) {
      return title;
    }
  }
  throw new Error('There is no service in the middle of the graph.');
}

/** Three namespaces of eight services each, in a row of calls. */
function shop() {
  const names = ['front', 'cart', 'stock', 'price', 'mail', 'user', 'search', 'log'];
  const services = [0, 1, 2].flatMap((shop) =>
    names.map((name) => ({ id: `${name}-${shop}`, namespace: `shop-${shop}` }))
  );
  const ids = services.map(({ id }) => id);
  return [
    frame('nodes', {
      id: ids,
      title: ids,
      detail__namespace: services.map(({ namespace }) => namespace),
      detail__requests: ids.map(() => 10),
    }),
    frame('edges', {
      id: ids.slice(1).map((id) => `to ${id}`),
      source: ids.slice(0, -1),
      target: ids.slice(1),
      detail__calls: ids.slice(1).map(() => 10),
    }),
  ];
}

async function saved(page: Page, tool: Locator): Promise<string> {
  const download = page.waitForEvent('download');
  await tool.click();
  return (await download).path();
}

/** The texts in an SVG; none when it is not one. */
function textsOf(page: Page, svg: string): Promise<string[]> {
  return page.evaluate((source) => {
    const document = new DOMParser().parseFromString(source, 'image/svg+xml');
    return [...document.querySelectorAll('svg text')].map(({ textContent }) => textContent ?? '');
  }, svg);
}
