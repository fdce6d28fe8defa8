import type { FlowDirection, Point, SizedEdge, SizedNode } from '../types';
import { toExtent, toPoint } from './direction';
import type { PlacedEdge } from './types';

/** Room that each node needs on one side for the labels of calls to itself. */
export function loopSpaces(direction: FlowDirection, loops: SizedEdge[], gap: number): Map<string, number> {
  const spaces = new Map<string, number>();
  for (const loop of loops) {
    spaces.set(loop.source, (spaces.get(loop.source) ?? 0) + gap + labelSize(direction, loop));
  }
  return spaces;
}

/** Calls of a service to itself have their labels beside its card, one after the other. */
export function placeLoops(
  direction: FlowDirection,
  nodes: SizedNode[],
  centres: Point[],
  loops: SizedEdge[],
  gap: number
): PlacedEdge[] {
  const cards = new Map(nodes.map((node, i) => [node.id, { ...node, ...centres[i] }]));
  const ends = new Map<string, number>();
  return loops.map((loop) => {
    const { x, y, width, height } = cards.get(loop.source)!;
    const start = (ends.get(loop.source) ?? toExtent(direction, width, height).size / 2) + gap;
    const size = labelSize(direction, loop);
    ends.set(loop.source, start + size);
    const shift = toPoint(direction, 0, start + size / 2);
    return { ...loop, x: x + shift.x, y: y + shift.y, points: [] };
  });
}

function labelSize(direction: FlowDirection, { labelWidth, labelHeight }: SizedEdge): number {
  return toExtent(direction, labelWidth, labelHeight).size;
}
