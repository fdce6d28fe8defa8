import type { FlowDirection, PositionedGraph } from './types';

/** A service or a hop, by its ID. */
export interface Place {
  type: 'service' | 'hop';
  id: string;
}

/** Along the flow to those who are called or who call, and across it to those beside. */
export type Turn = 'upstream' | 'downstream' | 'previous' | 'next' | 'first' | 'last';

/** The arrow keys by where the graph grows to. */
const turns: Record<FlowDirection, Record<string, Turn>> = {
  right: { ArrowLeft: 'upstream', ArrowRight: 'downstream', ArrowUp: 'previous', ArrowDown: 'next' },
  down: { ArrowUp: 'upstream', ArrowDown: 'downstream', ArrowLeft: 'previous', ArrowRight: 'next' },
};

export function turnOf(key: string, direction: FlowDirection): Turn | undefined {
  return key === 'Home' ? 'first' : key === 'End' ? 'last' : turns[direction][key];
}

/** Where to begin: the first service of the first layer. */
export function startOf(graph: PositionedGraph): Place | undefined {
  const [first] = inReadingOrder(graph);
  return first === undefined ? undefined : { type: 'service', id: first };
}

/**
 * Where a turn leads to: from a service over one of its hops to the next
 * service, as the request goes, so that at the hop one can choose another.
 * Where there is nothing further, one stays.
 */
export function go(graph: PositionedGraph, from: Place, turn: Turn): Place {
  if (turn === 'first' || turn === 'last') {
    const id = inReadingOrder(graph).at(turn === 'first' ? 0 : -1);
    return id === undefined ? from : { type: 'service', id };
  }
  return (from.type === 'service' ? fromService(graph, from.id, turn) : fromHop(graph, from.id, turn)) ?? from;
}

function fromService(graph: PositionedGraph, id: string, turn: Turn): Place | undefined {
  switch (turn) {
    case 'downstream':
      return toHop(hopsOf(graph, 'source', id)[0]);
    case 'upstream':
      return toHop(hopsOf(graph, 'target', id)[0]);
    default: {
      const next = beside(layerOf(graph, id), id, turn);
      return next === undefined ? undefined : { type: 'service', id: next };
    }
  }
}

function fromHop(graph: PositionedGraph, id: string, turn: Turn): Place | undefined {
  const hop = graph.edges.find((edge) => edge.id === id);
  if (!hop) {
    return undefined;
  }
  switch (turn) {
    case 'downstream':
      return { type: 'service', id: hop.target };
    case 'upstream':
      return { type: 'service', id: hop.source };
    default:
      return toHop(beside(hopsOf(graph, 'source', hop.source), id, turn));
  }
}

function toHop(id: string | undefined): Place | undefined {
  return id === undefined ? undefined : { type: 'hop', id };
}

function beside(ids: string[], id: string, turn: Turn): string | undefined {
  return ids[ids.indexOf(id) + (turn === 'next' ? 1 : -1)];
}

/** The hops at one end of a service, in the order in which they stand beside each other. */
function hopsOf(graph: PositionedGraph, end: 'source' | 'target', id: string): string[] {
  const { across } = axes(graph);
  const own = graph.edges.filter((edge) => edge[end] === id);
  return own.sort((a, b) => across(a.label) - across(b.label) || (a.id < b.id ? -1 : 1)).map((edge) => edge.id);
}

/** The services that stand in one layer, in order. */
function layerOf(graph: PositionedGraph, id: string): string[] {
  const { along, across } = axes(graph);
  const node = graph.nodes.find((other) => other.id === id);
  const layer = node ? graph.nodes.filter((other) => Math.abs(along(other) - along(node)) < 1) : [];
  return layer.sort((a, b) => across(a) - across(b)).map((other) => other.id);
}

/** Layer by layer. */
function inReadingOrder(graph: PositionedGraph): string[] {
  const { along, across } = axes(graph);
  return [...graph.nodes].sort((a, b) => along(a) - along(b) || across(a) - across(b)).map(({ id }) => id);
}

function axes({ direction }: PositionedGraph) {
  const x = (at: { x: number; y: number }) => at.x;
  const y = (at: { x: number; y: number }) => at.y;
  return direction === 'right' ? { along: x, across: y } : { along: y, across: x };
}
