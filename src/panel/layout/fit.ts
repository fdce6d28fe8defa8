import type { PositionedGraph, PositionedNode } from './types';

export interface Viewport {
  x: number;
  y: number;
  zoom: number;
}

export interface Room {
  width: number;
  height: number;
}

/** Air around a fitted graph, above it for the tools, and how far a small one is enlarged. */
const MARGIN = { x: 20, top: 52, bottom: 22 };
const MOST_ZOOM = 1.2;
/** Below this zoom nobody reads a card; a view of a part is then of more use than one of the whole. */
const LEGIBLE = 0.3;
const PART_ZOOM = 0.6;
export const ZOOM = { min: 0.05, max: 2.5 };

/** The viewport that shows the whole graph in the middle of a room. */
export function fit(graph: PositionedGraph, room: Room): Viewport {
  const across = (room.width - 2 * MARGIN.x) / Math.max(graph.width, 1);
  const down = (room.height - MARGIN.top - MARGIN.bottom) / Math.max(graph.height, 1);
  const zoom = Math.max(ZOOM.min, Math.min(MOST_ZOOM, across, down));
  return centre(graph.width / 2, graph.height / 2, zoom, room);
}

/** The viewport to begin with: the whole graph or, when that cannot be read, what matters most and its surroundings. */
export function open(graph: PositionedGraph, room: Room, matters: string): Viewport {
  const whole = fit(graph, room);
  const node = graph.nodes.find(({ id }) => id === matters) ?? graph.nodes[0];
  if (whole.zoom >= LEGIBLE || !node) {
    return whole;
  }
  return centre(node.x + node.width / 2, node.y + node.height / 2, PART_ZOOM, room);
}

/** The viewport moved no further than needed to bring a node into sight. */
export function reveal(viewport: Viewport, node: PositionedNode, room: Room): Viewport {
  const { zoom } = viewport;
  return {
    x: slide(viewport.x, node.x * zoom, node.width * zoom, room.width, [MARGIN.x, MARGIN.x]),
    y: slide(viewport.y, node.y * zoom, node.height * zoom, room.height, [MARGIN.top, MARGIN.bottom]),
    zoom,
  };
}

function slide(shift: number, start: number, length: number, room: number, [before, after]: [number, number]): number {
  if (length + before + after > room || start + shift < before) {
    return before - start;
  }
  return Math.min(shift, room - after - start - length);
}

function centre(x: number, y: number, zoom: number, room: Room): Viewport {
  const middle = (MARGIN.top + room.height - MARGIN.bottom) / 2;
  return { x: room.width / 2 - x * zoom, y: middle - y * zoom, zoom };
}
