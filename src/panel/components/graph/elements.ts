import { Edge, Node, Position } from '@xyflow/react';
import type { Place } from '../../layout/topology';
import type { PositionedGraph } from '../../layout/types';
import type { Scene } from './scene';
import type { HopEdgeData } from './HopEdge';
import type { ServiceNodeData } from './ServiceNode';

type Select = (place: Place) => void;

/** The services as React Flow wants its nodes. With sizes and handles given, it need not measure them first. */
export function toNodes(scene: Scene, graph: PositionedGraph, onSelect: Select): Array<Node<ServiceNodeData>> {
  const select = (id: string) => onSelect({ type: 'service', id });
  return graph.nodes.flatMap(({ id, x, y, width, height }) => {
    const shown = scene.services.get(id);
    const data = shown && { ...shown, onSelect: select };
    return data ? [{ id, type: 'service', position: { x, y }, width, height, handles, data, domAttributes }] : [];
  });
}

/** The hops as React Flow wants its edges. */
export function toEdges(
  scene: Scene,
  graph: PositionedGraph,
  onSelect: Select,
  onHover: HopEdgeData['onHover']
): Array<Edge<HopEdgeData>> {
  const select = (id: string) => onSelect({ type: 'hop', id });
  return graph.edges.flatMap((place) => {
    const shown = scene.hops.get(place.id);
    if (!shown) {
      return [];
    }
    const { hop, label, tone, difference } = shown;
    const data = { hop, label, tone, difference, place, marks: '', onSelect: select, onHover };
    return [
      {
        id: hop.id,
        type: 'hop',
        source: hop.source,
        target: hop.target,
        data,
        domAttributes,
        zIndex: tone === 'error' ? 1 : 0,
      },
    ];
  });
}

/** What is marked about the things in the graph; class names of flowStyles. */
export interface Marks {
  selected?: Place;
  current?: Place;
  /** All but these are dimmed. */
  lit?: { services: ReadonlySet<string>; hops: ReadonlySet<string> };
}

/** Marks nodes and leaves all others the same objects, so that they are not drawn anew. */
export function markNodes<Item extends Node>(nodes: Item[], marks: Marks): Item[] {
  return nodes.map((node) => {
    const { selected, className } = markOf('service', node.id, marks);
    return selected || className ? { ...node, selected, className } : node;
  });
}

export function markEdges(edges: Array<Edge<HopEdgeData>>, marks: Marks): Array<Edge<HopEdgeData>> {
  return edges.map((edge) => {
    const { selected, className } = markOf('hop', edge.id, marks);
    return edge.data && (selected || className)
      ? { ...edge, selected, data: { ...edge.data, marks: className } }
      : edge;
  });
}

function markOf(type: Place['type'], id: string, { selected, current, lit }: Marks) {
  const is = (place: Place | undefined) => place?.type === type && place.id === id;
  const isLit = lit && (type === 'service' ? lit.services : lit.hops).has(id);
  const className = [is(current) ? MARKS.current : '', lit && !isLit ? MARKS.dim : ''].filter(Boolean).join(' ');
  return { selected: is(selected), className };
}

export const MARKS = { current: 'journey-current', dim: 'journey-dim' };

/** The outline says it all to screen readers. */
const domAttributes = { 'aria-hidden': true };

const handles = [
  { type: 'target' as const, position: Position.Left, x: 0, y: 0, width: 1, height: 1 },
  { type: 'source' as const, position: Position.Right, x: 0, y: 0, width: 1, height: 1 },
];
