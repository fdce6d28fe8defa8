import type { Node } from '@xyflow/react';
import type { Place } from '../../layout/topology';
import type { PositionedGraph } from '../../layout/types';
import type { Scene } from './scene';
import type { DrawnHop } from './HopLine';
import type { ServiceNodeData } from './ServiceNode';

type Select = (place: Place) => void;

/** The services as React Flow wants its nodes. With sizes given, it need not measure them first. */
export function toNodes(scene: Scene, graph: PositionedGraph, onSelect: Select): Array<Node<ServiceNodeData>> {
  const select = (id: string) => onSelect({ type: 'service', id });
  return graph.nodes.flatMap(({ id, x, y, width, height }) => {
    const shown = scene.services.get(id);
    const data = shown && { ...shown, onSelect: select };
    return data ? [{ id, type: 'service', position: { x, y }, width, height, data, domAttributes }] : [];
  });
}

/** The hops to draw, those that failed last: above the others. */
export function toHops(
  scene: Scene,
  graph: PositionedGraph,
  onSelect: Select,
  onHover: DrawnHop['onHover']
): DrawnHop[] {
  const select = (id: string) => onSelect({ type: 'hop', id });
  const hops = graph.edges.flatMap((place) => {
    const shown = scene.hops.get(place.id);
    if (!shown) {
      return [];
    }
    const { hop, label, tone, difference } = shown;
    const unmarked = { selected: false, marks: '' };
    return [{ id: hop.id, hop, label, tone, difference, place, ...unmarked, onSelect: select, onHover }];
  });
  return hops.sort((a, b) => Number(a.tone === 'error') - Number(b.tone === 'error'));
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

export function markHops(hops: DrawnHop[], marks: Marks): DrawnHop[] {
  return hops.map((drawn) => {
    const { selected, className } = markOf('hop', drawn.id, marks);
    return selected || className ? { ...drawn, selected, marks: className } : drawn;
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
