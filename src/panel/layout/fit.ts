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

/** Air around a fitted graph, and how far a small one is enlarged. */
const MARGIN = { x: 20, y: 28 };
const MOST_ZOOM = 1.2;
/** Below this zoom nobody reads a card; a view of a part is then of more use than one of the whole. */
const LEGIBLE = 0.3;
const PART_ZOOM = 0.6;
export const ZOOM = { min: 0.05, max: 2.5 };

/** The viewport that shows the whole graph in the middle of a room. */
export function fit(graph: PositionedGraph, room: Room): Viewport {
  const across = (room.width - 2 * MARGIN.x) / Math.max(graph.width, 1);
  const down = (room.height - 2 * MARGIN.y) / Math.max(graph.height, 1);
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
    x: slide(viewport.x, node.x * zoom, node.width * zoom, room.width, MARGIN.x),
    y: slide(viewport.y, node.y * zoom, node.height * zoom, room.height, MARGIN.y),
    zoom,
  };
}

function slide(shift: number, start: number, length: number, room: number, margin: number): number {
  if (length + 2 * margin > room || start + shift < margin) {
    return margin - start;
  }
  return Math.min(shift, room - margin - start - length);
}

function centre(x: number, y: number, zoom: number, room: Room): Viewport {
  return { x: room.width / 2 - x * zoom, y: room.height / 2 - y * zoom, zoom };
}
