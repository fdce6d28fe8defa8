import { Graph, layout as runDagre } from '@dagrejs/dagre';
import { routeEdges } from './route';
import { shelve } from './shelf';
import type { Point, PositionedGraph, PositionedNode, SizedEdge, SizedGraph, SizedNode } from './types';

/** Room between cards of one layer, between hops, and between layers. */
const GAP = { nodes: 28, edges: 18, layers: { right: 50, down: 48 } };
/** From here on the exact ranker takes longer than a person waits. */
const LARGE = 300;

/** A node or edge as dagre places it: its centre, and the bends of an edge. */
export interface Placed extends Point {
  points?: Point[];
}

/**
 * Places a graph in layers, so that calls point to the right, or down. It is
 * pure: the same graph in any order gives the same picture. Edges to nodes
 * that do not exist are left out; nodes without edges stand below the rest.
 */
export function layout(graph: SizedGraph): PositionedGraph {
  const nodes = byId(graph.nodes);
  const known = new Set(nodes.map((node) => node.id));
  const edges = byId(graph.edges).filter((edge) => known.has(edge.source) && known.has(edge.target));
  const linked = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
  const layered = placeLayers({ ...graph, nodes: nodes.filter((node) => linked.has(node.id)), edges });
  return shelve(
    layered,
    nodes.filter((node) => !linked.has(node.id)),
    GAP.nodes
  );
}

function placeLayers(graph: SizedGraph): PositionedGraph {
  const { direction } = graph;
  if (graph.nodes.length === 0) {
    return { direction, width: 0, height: 0, nodes: [], edges: [] };
  }
  const dagre = toDagre(graph);
  runDagre(dagre);
  const nodes = graph.nodes.map((node, i) => toCorner(node, dagre.node(`n${i}`) as Placed));
  const placed = dagre.edges().map((edge) => ({ ...graph.edges[Number(edge.name)], ...(dagre.edge(edge) as Placed) }));
  const { width = 0, height = 0 } = dagre.graph();
  return { direction, width, height, nodes, edges: routeEdges(direction, nodes, placed) };
}

/** Dagre keeps names as keys of plain objects, where a service called "constructor" would break it: it gets numbers. */
function toDagre(graph: SizedGraph): Graph {
  const dagre = new Graph({ multigraph: true });
  dagre.setGraph({
    rankdir: graph.direction === 'right' ? 'LR' : 'TB',
    nodesep: GAP.nodes,
    edgesep: GAP.edges,
    ranksep: GAP.layers[graph.direction],
    ranker: graph.edges.length > LARGE ? 'tight-tree' : 'network-simplex',
  });
  const names = new Map(graph.nodes.map(({ id }, i) => [id, `n${i}`]));
  graph.nodes.forEach(({ width, height }, i) => dagre.setNode(`n${i}`, { width, height }));
  graph.edges.forEach((edge, i) => {
    dagre.setEdge(names.get(edge.source)!, names.get(edge.target)!, edgeLabel(edge), String(i));
  });
  return dagre;
}

function edgeLabel({ labelWidth, labelHeight }: SizedEdge) {
  return { width: labelWidth, height: labelHeight, labelpos: 'c' as const };
}

function toCorner(node: SizedNode, centre: Point): PositionedNode {
  return { ...node, x: centre.x - node.width / 2, y: centre.y - node.height / 2 };
}

/** Sorted by ID, each ID once: dagre breaks ties by the order of insertion. */
function byId<T extends { id: string }>(items: T[]): T[] {
  const unique = new Map<string, T>();
  items.forEach((item) => unique.has(item.id) || unique.set(item.id, item));
  return [...unique.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
