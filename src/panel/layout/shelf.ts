import type { PositionedGraph, PositionedNode, SizedNode } from './types';

/** A graph of loose nodes alone is laid out about as wide as a screen. */
const SCREEN = 16 / 9;

/** Stands nodes without edges in rows below the graph, so that they make no endless column beside it. */
export function shelve(graph: PositionedGraph, loose: SizedNode[], gap: number): PositionedGraph {
  if (loose.length === 0) {
    return graph;
  }
  const width = Math.max(...loose.map((node) => node.width));
  const height = Math.max(...loose.map((node) => node.height));
  const columns = columnsFor(graph, loose.length, width + gap, height + gap);
  const top = graph.nodes.length > 0 ? graph.height + 2 * gap : 0;
  const row = Math.min(columns, loose.length) * (width + gap) - gap;
  const left = Math.max(0, (graph.width - row) / 2);
  const nodes = loose.map((node, i): PositionedNode => {
    const [column, line] = [i % columns, Math.floor(i / columns)];
    return { ...node, x: left + column * (width + gap), y: top + line * (height + gap) };
  });
  return {
    ...graph,
    width: Math.max(graph.width, row),
    height: top + Math.ceil(loose.length / columns) * (height + gap) - gap,
    nodes: [...graph.nodes, ...nodes],
  };
}

/** As many as fit below the graph, and no fewer than a grid of a screen's shape has. */
function columnsFor(graph: PositionedGraph, count: number, width: number, height: number): number {
  const grid = Math.ceil(Math.sqrt((count * height * SCREEN) / width));
  return Math.max(1, grid, Math.floor(graph.width / width));
}
