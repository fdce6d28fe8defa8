import { useEffect, useMemo, useState } from 'react';
import { layout, layoutInSteps } from '../layout/layout';
import { size } from '../layout/size';
import { inSlices } from '../layout/slices';
import type { FlowDirection, PositionedGraph, SizedGraph } from '../layout/types';
import type { Graph } from '../model/graph/collapse';
import type { Hop } from '../model/types';
import type { Direction } from '../types';

/** How much larger the second direction must be drawn to be taken: a resize by a pixel must not turn the graph. */
const MIN_TURN_GAIN = 1.15;
/** Up to so many services and hops the layout is done before the next frame is due. */
const MAX_SYNC_ELEMENTS = 150;
/** Beyond so many a second layout, only to compare, takes too long. */
const MAX_COMPARED_ELEMENTS = 600;

interface LayoutOptions {
  direction: Direction;
  width: number;
  height: number;
  label: (hop: Hop) => string;
}

/**
 * The graph with places, computed again only when its parts or the wanted
 * direction change. That of a big graph is computed in slices; until then the
 * one before stays, or undefined.
 */
export function useGraphLayout(graph: Graph, { direction, width, height, label }: LayoutOptions): PositionedGraph | undefined {
  const { services, hops } = graph;
  const sized = useMemo(() => {
    const flows = candidates(direction, services.length + hops.length);
    return flows.map((flow) => size(services, hops, flow, label));
  }, [services, hops, direction, label]);
  const graphs = useLayouts(sized);
  return useMemo(() => largest(graphs, width, height), [graphs, width, height]);
}

function useLayouts(sized: SizedGraph[]): PositionedGraph[] {
  const isSmall = sized.every(({ nodes, edges }) => nodes.length + edges.length <= MAX_SYNC_ELEMENTS);
  const atOnce = useMemo(() => (isSmall ? sized.map(layout) : undefined), [sized, isSmall]);
  const [inTime, setInTime] = useState<PositionedGraph[]>([]);
  useEffect(() => {
    if (isSmall) {
      return;
    }
    const outdated = new AbortController();
    layoutAll(sized, outdated.signal).then((graphs) => graphs && setInTime(graphs));
    return () => outdated.abort();
  }, [sized, isSmall]);
  return atOnce ?? inTime;
}

async function layoutAll(sized: SizedGraph[], signal: AbortSignal): Promise<PositionedGraph[] | undefined> {
  const graphs: PositionedGraph[] = [];
  for (const graph of sized) {
    const placed = await inSlices(layoutInSteps(graph), signal);
    if (!placed) {
      return undefined;
    }
    graphs.push(placed);
  }
  return graphs;
}

/** The directions to choose from, the preferred first: left to right, as people read. */
function candidates(direction: Direction, items: number): FlowDirection[] {
  if (direction !== 'auto') {
    return [direction];
  }
  return items > MAX_COMPARED_ELEMENTS ? ['right'] : ['right', 'down'];
}

/** The graph that can be drawn larger. */
function largest([preferred, other]: PositionedGraph[], width: number, height: number): PositionedGraph | undefined {
  const turn = other && scale(other, width, height) > MIN_TURN_GAIN * scale(preferred, width, height);
  return turn ? other : preferred;
}

/** How large the graph can be drawn in the view; larger than life is no gain. */
function scale(graph: PositionedGraph, width: number, height: number): number {
  return Math.min(1, width / Math.max(graph.width, 1), height / Math.max(graph.height, 1));
}
