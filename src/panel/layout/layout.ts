import { componentsOf } from './layered/component';
import { placeLayered } from './layered/layered';
import type { Placed, Spacing } from './layered/types';
import { routeEdges } from './route';
import { shelve } from './shelf';
import type { FlowDirection, PositionedGraph, SizedEdge, SizedGraph, SizedNode } from './types';

/** Room between cards of one layer, between hops, between layers, and beside cards that call themselves. */
const SPACING: Record<FlowDirection, Spacing> = {
  right: { cards: 28, edges: 18, layers: 36, loop: 24 },
  down: { cards: 28, edges: 18, layers: 30, loop: 24 },
};
/** Between parts of the graph that no hop joins. */
const COMPONENT_GAP = 56;

/**
 * Places a graph in layers, so that calls point to the right, or down. It is
 * pure: the same graph in any order gives the same picture. Edges to nodes
 * that do not exist are left out; nodes without edges stand below the rest.
 */
export function layout(graph: SizedGraph): PositionedGraph {
  const steps = layoutInSteps(graph);
  let step = steps.next();
  while (!step.done) {
    step = steps.next();
  }
  return step.value;
}

/** The same, step by step, for those who must not hold up the page. */
export function* layoutInSteps({ direction, ...sized }: SizedGraph): Generator<void, PositionedGraph> {
  const nodes = byId(sized.nodes);
  const known = new Set(nodes.map((node) => node.id));
  const edges = byId(sized.edges).filter((edge) => known.has(edge.source) && known.has(edge.target));
  const linked = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
  const connected = nodes.filter((node) => linked.has(node.id));
  let graph: PositionedGraph = { direction, width: 0, height: 0, nodes: [], edges: [] };
  for (const component of connectedComponents(connected, edges)) {
    const placed = yield* placeLayered(direction, component.nodes, component.edges, SPACING[direction]);
    graph = append(graph, component, placed);
    yield;
  }
  const unconnected = nodes.filter((node) => !linked.has(node.id));
  return shelve(graph, unconnected, SPACING[direction].cards);
}

interface Component {
  nodes: SizedNode[];
  edges: SizedEdge[];
}

/** The parts that hang together, the largest first. */
function connectedComponents(nodes: SizedNode[], edges: SizedEdge[]): Component[] {
  const numbers = new Map(nodes.map(({ id }, i) => [id, i]));
  const links = edges.map(({ source, target }) => ({ from: numbers.get(source)!, to: numbers.get(target)! }));
  const componentOf = componentsOf(nodes.length, links);
  const components: Component[] = [];
  nodes.forEach((node, i) => (components[componentOf[i]] ??= { nodes: [], edges: [] }).nodes.push(node));
  edges.forEach((edge, i) => components[componentOf[links[i].from]].edges.push(edge));
  return components.sort((a, b) => b.nodes.length - a.nodes.length);
}

/** Adds a part beside the flow of those before. */
function append(graph: PositionedGraph, { nodes }: Component, placed: Placed): PositionedGraph {
  const { direction } = graph;
  const right = direction === 'right';
  const corners = nodes.map((node, i) => corner(placed.nodes[i], node.width, node.height));
  const labels = placed.edges.map((edge) => corner(edge, edge.labelWidth, edge.labelHeight));
  const bounds = boundsOf([...corners, ...labels]);
  const start = graph.nodes.length > 0 ? COMPONENT_GAP + (right ? graph.height : graph.width) : 0;
  const move = <T extends { x: number; y: number }>(item: T): T => ({
    ...item,
    x: item.x - bounds.x + (right ? 0 : start),
    y: item.y - bounds.y + (right ? start : 0),
  });
  const moved = nodes.map((node, i) => move({ ...node, ...corners[i] }));
  const edges = placed.edges.map((edge) => ({ ...move(edge), points: edge.points.map(move) }));
  return {
    direction,
    width: right ? Math.max(graph.width, bounds.width) : start + bounds.width,
    height: right ? start + bounds.height : Math.max(graph.height, bounds.height),
    nodes: [...graph.nodes, ...moved],
    edges: [...graph.edges, ...routeEdges(direction, moved, edges)],
  };
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

function corner({ x, y }: { x: number; y: number }, width: number, height: number): Box {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function boundsOf(boxes: Box[]): Box {
  const left = boxes.reduce((least, { x }) => Math.min(least, x), Infinity);
  const top = boxes.reduce((least, { y }) => Math.min(least, y), Infinity);
  return {
    x: left,
    y: top,
    width: boxes.reduce((most, { x, width }) => Math.max(most, x + width), 0) - left,
    height: boxes.reduce((most, { y, height }) => Math.max(most, y + height), 0) - top,
  };
}

/** Sorted by ID, each ID once: ties are broken by the order. */
function byId<T extends { id: string }>(items: T[]): T[] {
  const unique = new Map<string, T>();
  items.forEach((item) => unique.has(item.id) || unique.set(item.id, item));
  return [...unique.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
