import type { Place } from './topology';
import type { PositionedEdge, PositionedGraph } from './types';

/** One line of the outline, with its place in the tree as screen readers tell it. */
export interface OutlineItem extends Place {
  /** From 1. */
  level: number;
  position: number;
  siblings: number;
  /** Of a hop whose callee stands elsewhere in the tree. */
  leadsBack: boolean;
}

/**
 * The graph as a tree, line by line: each service once, below it its hops, and
 * below the hop that first reaches it, the service called. A hop to a service
 * that stands elsewhere is there too, so that the outline says all that the
 * picture does.
 */
export function outlineOf(graph: PositionedGraph): OutlineItem[] {
  const hops = new Map<string, PositionedEdge[]>();
  [...graph.edges].sort(byLabel).forEach((edge) => hops.set(edge.source, [...(hops.get(edge.source) ?? []), edge]));
  const called = new Set(graph.edges.filter(({ source, target }) => source !== target).map(({ target }) => target));
  const seen = new Set<string>();
  const entries = graph.nodes.filter(({ id }) => !called.has(id)).map(({ id }) => id);
  // What only cycles reach begins trees of its own.
  const rest = graph.nodes.map(({ id }) => id).filter((id) => called.has(id));
  const trees = [...entries, ...rest].map((id) => treeOf(id, hops, seen)).filter((tree) => tree.length > 0);
  return trees.flatMap(([root, ...below], i) => [{ ...root, position: i + 1, siblings: trees.length }, ...below]);
}

function byLabel(a: PositionedEdge, b: PositionedEdge): number {
  return a.label.y - b.label.y || a.label.x - b.label.x || (a.id < b.id ? -1 : 1);
}

/** In depth, without recursion; empty when the service stands elsewhere already. */
function treeOf(root: string, hops: Map<string, PositionedEdge[]>, seen: Set<string>): OutlineItem[] {
  if (seen.has(root)) {
    return [];
  }
  seen.add(root);
  const items: OutlineItem[] = [];
  const stack: Array<OutlineItem & { target?: string }> = [
    { type: 'service', id: root, level: 1, position: 1, siblings: 1, leadsBack: false },
  ];
  while (stack.length > 0) {
    const { target, ...item } = stack.pop()!;
    if (item.type === 'service') {
      items.push(item);
      const own = hops.get(item.id) ?? [];
      const below = own.map(({ id, target }, i) => ({
        ...{ type: 'hop' as const, id, target, leadsBack: false },
        ...{ level: item.level + 1, position: i + 1, siblings: own.length },
      }));
      stack.push(...below.reverse());
      continue;
    }
    const isNew = target !== undefined && !seen.has(target);
    items.push({ ...item, leadsBack: !isNew });
    if (isNew) {
      seen.add(target);
      stack.push({ type: 'service', id: target, level: item.level + 1, position: 1, siblings: 1, leadsBack: false });
    }
  }
  return items;
}
