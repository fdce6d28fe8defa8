import { Edge, Node, Position } from '@xyflow/react';
import type { PositionedGraph } from '../../layout/types';
import { activities } from '../../model/activity';
import { isOneJourney, originOf } from '../../model/model';
import type { Picture } from '../../model/types';
import type { HopEdgeData } from './HopEdge';
import type { ServiceNodeData } from './ServiceNode';

type Select = (id: string) => void;

/** The services as React Flow wants its nodes. With sizes and handles given, it need not measure them first. */
export function toNodes(picture: Picture, graph: PositionedGraph, onSelect: Select): Array<Node<ServiceNodeData>> {
  const services = new Map(picture.services.map((service) => [service.id, service]));
  const busy = activities(picture);
  const origin = originOf(picture);
  const oneJourney = isOneJourney(picture);
  return graph.nodes.flatMap(({ id, x, y, width, height }) => {
    const service = services.get(id);
    const context = { oneJourney, origin: id === origin, activity: busy.get(id) };
    const data = service && { service, context, onSelect };
    return data ? [{ id, type: 'service', position: { x, y }, width, height, handles, data }] : [];
  });
}

/** The hops as React Flow wants its edges. */
export function toEdges(picture: Picture, graph: PositionedGraph, onSelect: Select): Array<Edge<HopEdgeData>> {
  const places = new Map(graph.edges.map((edge) => [edge.id, edge]));
  const names = new Map(picture.services.map(({ id, name }) => [id, name]));
  return picture.hops.flatMap((hop) => {
    const place = places.get(hop.id);
    const ends = { source: names.get(hop.source) ?? hop.source, target: names.get(hop.target) ?? hop.target };
    const data = place && { hop, place, ...ends, onSelect };
    return data
      ? [{ id: hop.id, type: 'hop', source: hop.source, target: hop.target, data, zIndex: above(hop.health) }]
      : [];
  });
}

/** Failed hops are drawn over the others. */
function above(health: string): number {
  return health === 'error' ? 1 : 0;
}

const handles = [
  { type: 'target' as const, position: Position.Left, x: 0, y: 0, width: 1, height: 1 },
  { type: 'source' as const, position: Position.Right, x: 0, y: 0, width: 1, height: 1 },
];
