import type { FlowDirection, Point, SizedEdge, SizedNode } from '../types';
import { Extent, Layers, toLayers } from './layers';
import { loopRooms, placeLoops } from './loops';
import { reduceCrossings } from './order';
import { Gaps, place } from './places';

/** An edge with places: the centre of its label, and the bends where it passes layers, from caller to callee. */
export interface PlacedEdge extends SizedEdge, Point {
  points: Point[];
}

export interface Placed {
  /** The centres of the nodes, in their order. */
  nodes: Point[];
  edges: PlacedEdge[];
}

export interface Spacing extends Gaps {
  /** Between a layer of cards and a layer of labels. */
  layers: number;
  /** Between a card and the label of a call to itself. */
  loop: number;
}

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
  const layers = cut(direction, nodes, calls, loopRooms(direction, loops, spacing.loop));
  yield;
  yield* reduceCrossings(layers);
  const across = yield* place(layers, spacing);
  const along = middles(layers, spacing.layers);
  const at = (v: number) => toPoint(direction, along[layers.vertices[v].layer], across[v]);
  const centres = nodes.map((_, i) => at(i));
  const placed = calls.map((edge, i) => ({ ...edge, ...at(layers.labels[i]), points: layers.ways[i].map(at) }));
  return { nodes: centres, edges: [...placed, ...placeLoops(direction, nodes, centres, loops, spacing.loop)] };
}

/** A size seen along the flow. */
export function toExtent(direction: FlowDirection, width: number, height: number): Extent {
  return direction === 'right' ? { size: height, depth: width } : { size: width, depth: height };
}

export function toPoint(direction: FlowDirection, along: number, across: number): Point {
  return direction === 'right' ? { x: along, y: across } : { x: across, y: along };
}

/** Calls to itself need room beside their card, on both sides since a vertex is known by its centre. */
function cut(direction: FlowDirection, nodes: SizedNode[], calls: SizedEdge[], rooms: Map<string, number>): Layers {
  const numbers = new Map(nodes.map(({ id }, i) => [id, i]));
  const cards = nodes.map(({ id, width, height }) => {
    const card = toExtent(direction, width, height);
    return { ...card, size: card.size + 2 * (rooms.get(id) ?? 0) };
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
