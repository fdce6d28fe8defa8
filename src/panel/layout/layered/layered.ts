import type { FlowDirection, SizedEdge, SizedNode } from '../types';
import { toExtent, toPoint } from './direction';
import { toLayers } from './layers';
import { loopSpaces, placeLoops } from './loops';
import { reduceCrossings } from './order';
import { place } from './places';
import type { Layers, Placed, Spacing } from './types';

/**
 * Places one connected graph in layers along the flow, after Sugiyama: rank,
 * cut long edges, order, place. Yields where it can be interrupted.
 */
export function* placeLayered(
  direction: FlowDirection,
  nodes: SizedNode[],
  edges: SizedEdge[],
  spacing: Spacing
): Generator<void, Placed> {
  const calls = edges.filter(({ source, target }) => source !== target);
  const loops = edges.filter(({ source, target }) => source === target);
  const layers = cut(direction, nodes, calls, loopSpaces(direction, loops, spacing.loop));
  yield;
  yield* reduceCrossings(layers);
  const across = yield* place(layers, spacing);
  const along = middles(layers, spacing.layers);
  const at = (v: number) => toPoint(direction, along[layers.vertices[v].layer], across[v]);
  const centres = nodes.map((_, i) => at(i));
  const placed = calls.map((edge, i) => ({ ...edge, ...at(layers.labels[i]), points: layers.ways[i].map(at) }));
  return { nodes: centres, edges: [...placed, ...placeLoops(direction, nodes, centres, loops, spacing.loop)] };
}

/** Calls to itself need room beside their card, on both sides since a vertex is known by its centre. */
function cut(direction: FlowDirection, nodes: SizedNode[], calls: SizedEdge[], spaces: Map<string, number>): Layers {
  const numbers = new Map(nodes.map(({ id }, i) => [id, i]));
  const cards = nodes.map(({ id, width, height }) => {
    const card = toExtent(direction, width, height);
    return { ...card, size: card.size + 2 * (spaces.get(id) ?? 0) };
  });
  const links = calls.map(({ source, target }) => ({ from: numbers.get(source)!, to: numbers.get(target)! }));
  const labels = calls.map(({ labelWidth, labelHeight }) => toExtent(direction, labelWidth, labelHeight));
  return toLayers(cards, links, labels);
}

/** The middle of each layer along the flow. */
function middles({ order, vertices }: Layers, gap: number): number[] {
  let end = 0;
  return order.map((layer) => {
    const depth = layer.reduce((most, v) => Math.max(most, vertices[v].depth), 0);
    const middle = end + depth / 2;
    end += depth + gap;
    return middle;
  });
}
