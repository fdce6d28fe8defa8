import type { PositionedGraph } from './types';

export interface Viewport {
  x: number;
  y: number;
  zoom: number;
}

/** Air around a fitted graph, and how far a small one is enlarged. */
const MARGIN = { x: 24, y: 28 };
const MOST_ZOOM = 1.2;
export const ZOOM = { min: 0.05, max: 2.5 };

/** The viewport that shows the whole graph in the middle of a view. */
export function fit(graph: PositionedGraph, width: number, height: number): Viewport {
  const across = (width - 2 * MARGIN.x) / Math.max(graph.width, 1);
  const down = (height - 2 * MARGIN.y) / Math.max(graph.height, 1);
  const zoom = Math.max(ZOOM.min, Math.min(MOST_ZOOM, across, down));
  return { x: (width - graph.width * zoom) / 2, y: (height - graph.height * zoom) / 2, zoom };
}
