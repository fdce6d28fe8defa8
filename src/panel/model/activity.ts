import { durationOf } from './model';
import { endOf } from './steps';
import type { QueryResult } from './types';

/** When a service worked on a journey, in milliseconds from the journey's start. */
export interface Activity {
  from: number;
  to: number;
  /** How long the whole journey took. */
  total: number;
}

/** When each service of a journey was busy; empty when the picture is of many. */
export function activities(result: QueryResult): Map<string, Activity> {
  const total = durationOf(result) ?? 0;
  const busy = new Map<string, Activity>();
  // Lines without an ID are not proof of work: ztunnel writes its lines when a connection closes.
  for (const step of result.steps.filter(({ joinedBy }) => joinedBy !== 'nearby')) {
    const known = busy.get(step.node) ?? { from: Infinity, to: 0, total };
    const from = Math.max(step.offset ?? 0, 0);
    busy.set(step.node, { from: Math.min(known.from, from), to: Math.max(known.to, endOf(step)), total });
  }
  return busy;
}
