import type { Point, PositionedGraph, PositionedNode } from './types';

export interface Viewport {
  x: number;
  y: number;
  zoom: number;
}

export interface Room {
  width: number;
  height: number;
}

/** A part of the graph, or a part's bounds. */
export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The part of the graph that a room shows, with so many pixels of the graph around it. */
export function areaIn({ x, y, zoom }: Viewport, room: Room, around = 0): Area {
  return {
    left: -x / zoom - around,
    top: -y / zoom - around,
    right: (room.width - x) / zoom + around,
    bottom: (room.height - y) / zoom + around,
  };
}

export function meets(a: Area, b: Area): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

/** Air around a fitted graph, above it for the tools, and how far a small one is enlarged. */
const MARGIN = { x: 20, top: 52, bottom: 22 };
const MOST_ZOOM = 1.2;
/** Below this zoom nobody reads a card; a view of a part is then of more use than one of the whole. */
const LEGIBLE = 0.3;
const PART_ZOOM = 0.6;
const ZOOM = { min: 0.05, max: 2.5 };
/** Below this zoom only shapes, colours and the names of services tell. */
const FAR = 0.3;

export function isFar({ zoom }: Viewport): boolean {
  return zoom < FAR;
}

/** The viewport that shows the whole graph in the middle of a room. */
export function fit(graph: PositionedGraph, room: Room): Viewport {
  const across = (room.width - 2 * MARGIN.x) / Math.max(graph.width, 1);
  const down = (room.height - MARGIN.top - MARGIN.bottom) / Math.max(graph.height, 1);
  const zoom = Math.max(ZOOM.min, Math.min(MOST_ZOOM, across, down));
  return centre(graph.width / 2, graph.height / 2, zoom, room);
}

/** Whether the whole graph can be read in a room. */
export function fits(graph: PositionedGraph, room: Room): boolean {
  return fit(graph, room).zoom >= LEGIBLE;
}

/** The viewport to begin with: the whole graph or, when that cannot be read, what matters most and its surroundings. */
export function open(graph: PositionedGraph, room: Room, matters: string): Viewport {
  const node = graph.nodes.find(({ id }) => id === matters) ?? graph.nodes[0];
  if (!node || fits(graph, room)) {
    return fit(graph, room);
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

/** The viewport zoomed by a factor, with what is at the point staying there. */
export function zoomAt({ x, y, zoom }: Viewport, at: Point, by: number): Viewport {
  const to = Math.min(Math.max(zoom * by, ZOOM.min), ZOOM.max);
  return { x: at.x - ((at.x - x) * to) / zoom, y: at.y - ((at.y - y) * to) / zoom, zoom: to };
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
