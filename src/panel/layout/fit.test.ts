import { areaIn, fit, meets, open, reveal, zoomAt } from './fit';
import type { PositionedGraph } from './types';

const paneSize = { width: 1000, height: 600 };
/** Above a graph there is a bar of tools, below it air. */
const TOOLS = 52;
const BELOW = 22;

function graphOf(width: number, height: number): PositionedGraph {
  const node = { id: 'far', x: width - 200, y: height - 90, width: 200, height: 90 };
  return { direction: 'right', width, height, nodes: [node], edges: [] };
}

describe('fit', () => {
  it.each([
    ['small', graphOf(300, 100)],
    ['wide', graphOf(4000, 100)],
    ['tall', graphOf(100, 4000)],
    ['empty', graphOf(0, 0)],
  ])('shows the whole of a %s graph in the middle', (_, graph) => {
    const { x, y, zoom } = fit(graph, paneSize);
    expect(zoom).toBeLessThanOrEqual(1.2);
    expect(x).toBeCloseTo(paneSize.width - graph.width * zoom - x);
    expect(x).toBeGreaterThanOrEqual(0);
    expect(y - TOOLS).toBeCloseTo(paneSize.height - BELOW - graph.height * zoom - y);
    expect(y).toBeGreaterThanOrEqual(TOOLS);
  });
});

describe('open', () => {
  it('shows the whole when it can be read', () => {
    expect(open(graphOf(2000, 800), paneSize, 'far')).toEqual(fit(graphOf(2000, 800), paneSize));
  });

  it('shows what matters when the whole is too much', () => {
    const { x, y, zoom } = open(graphOf(20_000, 9000), paneSize, 'far');
    expect([19_900 * zoom + x, 8955 * zoom + y]).toEqual([500, 315]);
    expect(zoom).toBeGreaterThan(0.5);
  });
});

describe('reveal', () => {
  const node = graphOf(2000, 400).nodes[0];

  it('moves no further than needed', () => {
    expect(reveal({ x: 0, y: 0, zoom: 1 }, node, paneSize)).toEqual({ x: -1020, y: 0, zoom: 1 });
  });

  it('leaves the view when the node is in sight', () => {
    const view = { x: -1500, y: 20, zoom: 1 };
    expect(reveal(view, node, paneSize)).toEqual(view);
  });

  it('shows the beginning of a node that is larger than the room', () => {
    expect(reveal({ x: 0, y: 0, zoom: 4 }, node, { width: 300, height: 200 }).x).toBe(20 - 1800 * 4);
  });
});

describe('zoomAt', () => {
  it('leaves what is at the point there', () => {
    const before = { x: 40, y: -20, zoom: 0.5 };
    const after = zoomAt(before, { x: 300, y: 200 }, 3);
    expect(after.zoom).toBe(1.5);
    const seen = ({ x, y, zoom }: typeof before) => [(300 - x) / zoom, (200 - y) / zoom];
    expect(seen(after)).toEqual(seen(before));
  });

  it('ends where nothing more is to be seen', () => {
    expect(zoomAt({ x: 0, y: 0, zoom: 1 }, { x: 0, y: 0 }, 1e6).zoom).toBeLessThan(5);
    expect(zoomAt({ x: 0, y: 0, zoom: 1 }, { x: 0, y: 0 }, 1e-6).zoom).toBeGreaterThan(0.01);
  });
});

describe('areaIn', () => {
  const area = areaIn({ x: -100, y: 50, zoom: 0.5 }, paneSize, 10);

  it('is the part of the graph that is in sight, and a little more', () => {
    expect(area).toEqual({ left: 190, top: -110, right: 2210, bottom: 1110 });
  });

  it('meets what reaches into it', () => {
    expect(meets(area, { left: 0, top: 0, right: 191, bottom: 1 })).toBe(true);
    expect(meets(area, { left: 0, top: 0, right: 189, bottom: 1 })).toBe(false);
  });
});
