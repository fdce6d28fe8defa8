import type { Point, PositionedGraph, PositionedNode } from './types';

export interface Viewport {
  x: number;
  y: number;
  zoom: number;
}

export interface Size {
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
export function areaIn({ x, y, zoom }: Viewport, paneSize: Size, around = 0): Area {
  return {
    left: -x / zoom - around,
    top: -y / zoom - around,
    right: (paneSize.width - x) / zoom + around,
    bottom: (paneSize.height - y) / zoom + around,
  };
}

export function meets(a: Area, b: Area): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

/** Air around a fitted graph, above it for the tools, and how far a small one is enlarged. */
const FIT_MARGIN = { x: 20, top: 52, bottom: 22 };
const MAX_FIT_ZOOM = 1.2;
/** Below this zoom nobody reads a card; a view of a part is then of more use than one of the whole. */
const LEGIBLE_ZOOM = 0.3;
const FOCUS_ZOOM = 0.6;
const ZOOM_RANGE = { min: 0.05, max: 2.5 };
/** Below this zoom only shapes, colours and the names of services tell. */
const FAR_ZOOM = 0.3;

export function isFar({ zoom }: Viewport): boolean {
  return zoom < FAR_ZOOM;
}

/** The viewport that shows the whole graph in the middle of a room. */
export function fit(graph: PositionedGraph, paneSize: Size): Viewport {
  const across = (paneSize.width - 2 * FIT_MARGIN.x) / Math.max(graph.width, 1);
  const down = (paneSize.height - FIT_MARGIN.top - FIT_MARGIN.bottom) / Math.max(graph.height, 1);
  const zoom = Math.max(ZOOM_RANGE.min, Math.min(MAX_FIT_ZOOM, across, down));
  return centre(graph.width / 2, graph.height / 2, zoom, paneSize);
}

/** Whether the whole graph can be read in a room. */
export function fits(graph: PositionedGraph, paneSize: Size): boolean {
  return fit(graph, paneSize).zoom >= LEGIBLE_ZOOM;
}

/** The viewport to begin with: the whole graph or, when that cannot be read, what matters most and its surroundings. */
export function open(graph: PositionedGraph, paneSize: Size, initialNode: string): Viewport {
  const node = graph.nodes.find(({ id }) => id === initialNode) ?? graph.nodes[0];
  if (!node || fits(graph, paneSize)) {
    return fit(graph, paneSize);
  }
  return centre(node.x + node.width / 2, node.y + node.height / 2, FOCUS_ZOOM, paneSize);
}

/** The viewport moved no further than needed to bring a node into sight. */
export function reveal(viewport: Viewport, node: PositionedNode, paneSize: Size): Viewport {
  const { zoom } = viewport;
  return {
    x: slide(viewport.x, node.x * zoom, node.width * zoom, paneSize.width, [FIT_MARGIN.x, FIT_MARGIN.x]),
    y: slide(viewport.y, node.y * zoom, node.height * zoom, paneSize.height, [FIT_MARGIN.top, FIT_MARGIN.bottom]),
    zoom,
  };
}

/** The viewport zoomed by a factor, with what is at the point staying there. */
export function zoomAt({ x, y, zoom }: Viewport, at: Point, by: number): Viewport {
  const to = Math.min(Math.max(zoom * by, ZOOM_RANGE.min), ZOOM_RANGE.max);
  return { x: at.x - ((at.x - x) * to) / zoom, y: at.y - ((at.y - y) * to) / zoom, zoom: to };
}

function slide(shift: number, start: number, length: number, paneSize: number, [before, after]: [number, number]): number {
  if (length + before + after > paneSize || start + shift < before) {
    return before - start;
  }
  return Math.min(shift, paneSize - after - start - length);
}

function centre(x: number, y: number, zoom: number, paneSize: Size): Viewport {
  const middle = (FIT_MARGIN.top + paneSize.height - FIT_MARGIN.bottom) / 2;
  return { x: paneSize.width / 2 - x * zoom, y: middle - y * zoom, zoom };
}
