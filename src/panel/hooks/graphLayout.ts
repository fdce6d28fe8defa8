import { useMemo } from 'react';
import { layout } from '../layout/layout';
import { size } from '../layout/size';
import type { FlowDirection, PositionedGraph } from '../layout/types';
import type { Picture } from '../model/types';
import type { Direction } from '../types';

/** How much larger the second direction must be drawn to be taken: a resize by a pixel must not turn the graph. */
const WORTH_TURNING = 1.15;
/** Beyond so many services a second layout, only to compare, takes too long. */
const LARGE = 120;

/** The picture's graph with places, computed anew only when its parts or the wanted direction change. */
export function useGraphLayout(picture: Picture, direction: Direction, width: number, height: number): PositionedGraph {
  const { services, hops } = picture;
  const graphs = useMemo(
    () => candidates(direction, services.length).map((flow) => layout(size(services, hops, flow))),
    [services, hops, direction]
  );
  return useMemo(() => largest(graphs, width, height), [graphs, width, height]);
}

/** The directions to choose from, the preferred first: left to right, as people read. */
function candidates(direction: Direction, services: number): FlowDirection[] {
  if (direction !== 'auto') {
    return [direction];
  }
  return services > LARGE ? ['right'] : ['right', 'down'];
}

/** The graph that can be drawn larger. */
function largest([preferred, other]: PositionedGraph[], width: number, height: number): PositionedGraph {
  const turn = other && scale(other, width, height) > WORTH_TURNING * scale(preferred, width, height);
  return turn ? other : preferred;
}

/** How large the graph can be drawn in the view; larger than life is no gain. */
function scale(graph: PositionedGraph, width: number, height: number): number {
  return Math.min(1, width / Math.max(graph.width, 1), height / Math.max(graph.height, 1));
}
