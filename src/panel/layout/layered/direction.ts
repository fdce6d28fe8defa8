import type { FlowDirection, Point } from '../types';
import type { Extent } from './types';

/** A size seen along the flow. */
export function toExtent(direction: FlowDirection, width: number, height: number): Extent {
  return direction === 'right' ? { size: height, depth: width } : { size: width, depth: height };
}

export function toPoint(direction: FlowDirection, along: number, across: number): Point {
  return direction === 'right' ? { x: along, y: across } : { x: across, y: along };
}
