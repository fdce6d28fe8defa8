import '../testing/browser';
import { layout, layoutInSteps } from './layout';
import { inSlices } from './slices';
import type { PositionedNode, SizedGraph } from './types';

/** "a>b b>c" as a graph whose cards and labels have the usual size. */
function graphOf(calls: string, direction: SizedGraph['direction'] = 'right', loose: string[] = []): SizedGraph {
  const edges = calls
    .split(' ')
    .filter(Boolean)
    .map((call, i) => {
      const [source, target] = call.split('>');
      return { id: `${call}#${i}`, source, target, labelWidth: 60, labelHeight: 22 };
    });
  const ids = new Set([...edges.flatMap(({ source, target }) => [source, target]), ...loose]);
  return { direction, nodes: [...ids].map((id) => ({ id, width: 200, height: 88 })), edges };
}

function overlapping(nodes: PositionedNode[]): string[] {
  return nodes.flatMap((a, i) =>
    nodes
      .slice(i + 1)
      .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b) => `${a.id} and ${b.id}`)
  );
}

const bookinfo = 'gateway>productpage productpage>details productpage>reviews reviews>ratings';
const awkward: Record<string, SizedGraph> = {
  bookinfo: graphOf(bookinfo),
  'bookinfo downwards': graphOf(bookinfo, 'down'),
  'a cycle': graphOf('a>b b>c c>a'),
  'a call back': graphOf('a>b b>a'),
  'a call to itself': graphOf('a>a a>b'),
  'only a call to itself': graphOf('a>a'),
  'the same call twice': graphOf('a>b a>b'),
  'long ways past others': graphOf('a>b b>c c>d a>d a>c b>d'),
  'two parts': graphOf('a>b x>y'),
  'loose nodes': graphOf('a>b', 'right', ['u', 'v', 'w']),
  'a cycle beside a chain': graphOf('a>b b>c c>b c>d d>a x>y y>z x>z'),
  'calls to itself and others': graphOf('a>a a>a#2 a>b b>b b>a'),
  'only loose nodes': graphOf('', 'right', ['u', 'v', 'w', 'x', 'y', 'z']),
  'names of Object': graphOf('constructor>__proto__ toString>constructor'),
  nothing: graphOf(''),
};

describe('layout', () => {
  it.each(Object.entries(awkward))('places every node of %s once, apart from the others and inside', (_, graph) => {
    const { nodes, width, height } = layout(graph);
    expect(nodes.map(({ id }) => id).sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
    expect(overlapping(nodes)).toEqual([]);
    for (const { x, y, width: w, height: h } of nodes) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(-0.01);
      expect(x + w).toBeLessThanOrEqual(width + 0.01);
      expect(y + h).toBeLessThanOrEqual(height + 0.01);
    }
  });

  it.each(Object.entries(awkward))('draws every edge of %s with finite numbers', (_, graph) => {
    const { edges } = layout(graph);
    expect(edges).toHaveLength(graph.edges.length);
    for (const { path, arrow, label } of edges) {
      expect(path).toMatch(/^M[-\d.,CL\sM]+$/);
      expect(arrow).not.toMatch(/NaN|Infinity/);
      expect(Number.isFinite(label.x + label.y)).toBe(true);
    }
  });

  it.each(Object.entries(awkward))('gives %s the same picture in any order', (_, graph) => {
    const shuffled = { ...graph, nodes: [...graph.nodes].reverse(), edges: [...graph.edges].reverse() };
    expect(layout(shuffled)).toEqual(layout(graph));
  });

  it('leaves its input as it was', () => {
    const graph = graphOf(bookinfo);
    const before = structuredClone(graph);
    layout(graph);
    expect(graph).toEqual(before);
  });

  it('lets calls point along the direction', () => {
    const place = (direction: SizedGraph['direction']) => {
      return new Map(layout(graphOf(bookinfo, direction)).nodes.map((node) => [node.id, node]));
    };
    const [right, down] = [place('right'), place('down')];
    for (const [from, to] of bookinfo.split(' ').map((call) => call.split('>'))) {
      expect(right.get(from)!.x).toBeLessThan(right.get(to)!.x);
      expect(down.get(from)!.y).toBeLessThan(down.get(to)!.y);
    }
  });

  it('leaves out edges to unknown nodes and second nodes of one ID', () => {
    const graph = graphOf('a>b');
    graph.nodes.push({ id: 'a', width: 1, height: 1 });
    graph.edges.push({ id: 'stray', source: 'a', target: 'nowhere', labelWidth: 0, labelHeight: 0 });
    const { nodes, edges } = layout(graph);
    expect(nodes.map(({ id, width }) => [id, width])).toEqual([
      ['a', 200],
      ['b', 200],
    ]);
    expect(edges.map(({ id }) => id)).toEqual(['a>b#0']);
  });

  it('keeps labels clear of cards', () => {
    const { nodes, edges } = layout(awkward['long ways past others']);
    const labels = edges.map(({ id, label }) => ({ id, x: label.x - 30, y: label.y - 11, width: 60, height: 22 }));
    expect(overlapping([...nodes, ...labels])).toEqual([]);
  });

  it('takes as few turns as a straight chain needs', () => {
    const ys = layout(graphOf('a>b b>c c>d d>e')).nodes.map(({ y }) => y);
    expect(new Set(ys.map(Math.round)).size).toBe(1);
  });

  it('draws two layers without crossings where there is a way to', () => {
    const { nodes } = layout(graphOf('r>a r>b r>c a>z b>y c>x'));
    const place = new Map(nodes.map(({ id, y }) => [id, y]));
    const order = (ids: string) =>
      ids
        .split('')
        .sort((a, b) => place.get(a)! - place.get(b)!)
        .join('');
    const callers = { x: 'c', y: 'b', z: 'a' } as Record<string, string>;
    expect(order('xyz').replace(/./g, (callee) => callers[callee])).toBe(order('abc'));
  });

  it('lays out a chain deeper than the stack', () => {
    const deep = Array.from({ length: 20_000 }, (_, i) => `n${i}>n${i + 1}`).join(' ');
    expect(layout(graphOf(deep)).nodes).toHaveLength(20_001);
  });
});

describe('in slices', () => {
  it('the picture is the same', async () => {
    const graph = awkward['long ways past others'];
    expect(await inSlices(layoutInSteps(graph), new AbortController().signal)).toEqual(layout(graph));
  });

  it('it can be called off', async () => {
    const calledOff = new AbortController();
    function* endless(): Generator<void, string> {
      for (;;) {
        yield calledOff.abort();
      }
    }
    expect(await inSlices(endless(), calledOff.signal)).toBeUndefined();
  });
});
