import '../testing/browser';
import { layout } from './layout';
import { outlineOf } from './outline';
import { go, Place, startOf, Turn, turnOf } from './topology';
import type { FlowDirection } from './types';

function placed(calls: string, direction: FlowDirection = 'right', loose: string[] = []) {
  const edges = calls.split(' ').map((id) => {
    const [source, target] = id.replace(/#.*/, '').split('>');
    return { id, source, target, labelWidth: 60, labelHeight: 22 };
  });
  const ids = new Set([...edges.flatMap(({ source, target }) => [source, target]), ...loose]);
  return layout({ direction, nodes: [...ids].map((id) => ({ id, width: 200, height: 80 })), edges });
}

const graphs = {
  tree: placed('r>a r>b a>c'),
  diamond: placed('r>a r>b a>c b>c c>d'),
  cycle: placed('a>b b>c c>a'),
  'a cycle with an entry': placed('r>a a>b b>a'),
  'calls to itself and twice': placed('a>a a>b a>b#2'),
  'parts and loose services': placed('a>b x>y', 'right', ['u', 'v']),
  'a graph that grows down': placed('r>a r>b a>c', 'down'),
};

describe('keys', () => {
  it('follow the direction in which the graph grows', () => {
    expect(['ArrowRight', 'ArrowLeft', 'ArrowDown', 'Home', 'a'].map((key) => turnOf(key, 'right'))).toEqual([
      'downstream',
      'upstream',
      'next',
      'first',
      undefined,
    ]);
    expect(['ArrowRight', 'ArrowDown'].map((key) => turnOf(key, 'down'))).toEqual(['next', 'downstream']);
  });

  it('lead over a hop to the service called, and back', () => {
    const walk = (from: Place, ...turns: Turn[]) => turns.reduce((at, turn) => go(graphs.tree, at, turn), from);
    const start = startOf(graphs.tree)!;
    expect(start).toEqual({ type: 'service', id: 'r' });
    expect(walk(start, 'downstream')).toMatchObject({ type: 'hop' });
    const callee = walk(start, 'downstream', 'downstream');
    const other = walk(start, 'downstream', 'next', 'downstream');
    expect([callee.id, other.id].sort()).toEqual(['a', 'b']);
    expect(walk(callee, 'upstream', 'upstream')).toEqual(start);
    expect(walk(callee, 'next')).toEqual(other);
    expect(walk(other, 'next')).toEqual(other);
  });

  it('stay where nothing is further', () => {
    expect(go(graphs.tree, { type: 'service', id: 'r' }, 'upstream')).toEqual({ type: 'service', id: 'r' });
    expect(go(graphs.tree, { type: 'hop', id: 'gone' }, 'next')).toEqual({ type: 'hop', id: 'gone' });
    expect(startOf({ direction: 'right', width: 0, height: 0, nodes: [], edges: [] })).toBeUndefined();
  });

  it.each(Object.entries(graphs))('reach everything in %s from each part’s start', (_, graph) => {
    const turns: Turn[] = ['upstream', 'downstream', 'previous', 'next', 'first', 'last'];
    const reached = new Map<string, Place>();
    const open = [...graph.nodes.filter(({ id }) => !graph.edges.some(({ target }) => target === id)), graph.nodes[0]];
    const queue = open.map(({ id }): Place => ({ type: 'service', id }));
    while (queue.length > 0) {
      const place = queue.pop()!;
      if (!reached.has(JSON.stringify(place))) {
        reached.set(JSON.stringify(place), place);
        turns.forEach((turn) => queue.push(go(graph, place, turn)));
      }
    }
    expect(reached.size).toBe(graph.nodes.length + graph.edges.length);
  });
});

describe('outline', () => {
  it.each(Object.entries(graphs))('names every service and hop of %s once', (_, graph) => {
    const named = outlineOf(graph).map(({ type, id }) => `${type} ${id}`);
    const drawn = [...graph.nodes.map(({ id }) => `service ${id}`), ...graph.edges.map(({ id }) => `hop ${id}`)];
    expect(named.sort()).toEqual(drawn.sort());
  });

  it.each(Object.entries(graphs))('of %s goes down one level at a time, with each hop below its caller', (_, graph) => {
    let before = 0;
    const callers: string[] = [];
    for (const { type, id, level } of outlineOf(graph)) {
      expect(level).toBeLessThanOrEqual(before + 1);
      if (type === 'hop') {
        expect(callers[level - 1]).toBe(graph.edges.find((edge) => edge.id === id)!.source);
      } else {
        callers[level] = id;
      }
      before = level;
    }
  });

  it('says where a hop leads to what stands elsewhere', () => {
    const back = outlineOf(graphs.diamond).filter(({ leadsBack }) => leadsBack);
    expect(back).toHaveLength(1);
  });
});
