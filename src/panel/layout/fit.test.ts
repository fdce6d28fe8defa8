import { fit, open, reveal } from './fit';
import type { PositionedGraph } from './types';

const room = { width: 1000, height: 600 };
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
    const { x, y, zoom } = fit(graph, room);
    expect(zoom).toBeLessThanOrEqual(1.2);
    expect(x).toBeCloseTo(room.width - graph.width * zoom - x);
    expect(x).toBeGreaterThanOrEqual(0);
    expect(y - TOOLS).toBeCloseTo(room.height - BELOW - graph.height * zoom - y);
    expect(y).toBeGreaterThanOrEqual(TOOLS);
  });
});

describe('open', () => {
  it('shows the whole when it can be read', () => {
    expect(open(graphOf(2000, 800), room, 'far')).toEqual(fit(graphOf(2000, 800), room));
  });

  it('shows what matters when the whole is too much', () => {
    const { x, y, zoom } = open(graphOf(20_000, 9000), room, 'far');
    expect([19_900 * zoom + x, 8955 * zoom + y]).toEqual([500, 315]);
    expect(zoom).toBeGreaterThan(0.5);
  });
});

describe('reveal', () => {
  const node = graphOf(2000, 400).nodes[0];

  it('moves no further than needed', () => {
    expect(reveal({ x: 0, y: 0, zoom: 1 }, node, room)).toEqual({ x: -1020, y: 0, zoom: 1 });
  });

  it('leaves the view when the node is in sight', () => {
    const view = { x: -1500, y: 20, zoom: 1 };
    expect(reveal(view, node, room)).toEqual(view);
  });

  it('shows the beginning of a node that is larger than the room', () => {
    expect(reveal({ x: 0, y: 0, zoom: 4 }, node, { width: 300, height: 200 }).x).toBe(20 - 1800 * 4);
  });
});
