import { durationOf } from '../model';
import type { Hop, QueryResult, Service } from '../types';

export type Change = 'slower' | 'faster' | 'new' | 'gone' | 'same';

/** How a service or hop fared in one journey and in the other. */
export interface Difference {
  change: Change;
  before?: number;
  after?: number;
}

/** Two journeys in one graph: what either has, with what differs. */
export interface Comparison {
  result: QueryResult;
  services: ReadonlyMap<string, Difference>;
  hops: ReadonlyMap<string, Difference>;
  /** Of the two journeys as a whole. */
  overall: Difference;
}

/** A change is worth showing from a tenth of the time before, and a millisecond. */
const MIN_CHANGE = { share: 0.1, ms: 1 };

/** Compares two journeys; what the later one has not is drawn as the earlier one knew it. */
export function compare(before: QueryResult, after: QueryResult): Comparison {
  const services = pair(before.services, after.services, ({ id }) => id, timeOfService);
  // Hops go by their ends: their IDs are only those of rows.
  const hops = pair(before.hops, after.hops, endsOf, timeOfHop);
  return {
    result: { ...after, services: services.all, hops: hops.all },
    services: services.differences,
    hops: hops.differences,
    overall: differ(durationOf(before), durationOf(after)),
  };
}

function pair<Item extends { id: string }>(
  before: Item[],
  after: Item[],
  keyOf: (item: Item) => string,
  timeOf: (item: Item) => number | undefined
) {
  const earlier = new Map(before.map((item) => [keyOf(item), item]));
  const later = new Set(after.map(keyOf));
  const gone = before.filter((item) => !later.has(keyOf(item)));
  const differences = new Map<string, Difference>();
  for (const item of after) {
    const old = earlier.get(keyOf(item));
    differences.set(item.id, old ? differ(timeOf(old), timeOf(item)) : { change: 'new', after: timeOf(item) });
  }
  gone.forEach((item) => differences.set(item.id, { change: 'gone', before: timeOf(item) }));
  return { all: [...after, ...gone], differences };
}

function differ(before: number | undefined, after: number | undefined): Difference {
  const change = before === undefined || after === undefined ? 0 : after - before;
  const isLarge = Math.abs(change) >= Math.max(MIN_CHANGE.ms, (before ?? 0) * MIN_CHANGE.share);
  return { change: !isLarge ? 'same' : change > 0 ? 'slower' : 'faster', before, after };
}

function endsOf({ source, target }: Hop): string {
  return JSON.stringify([source, target]);
}

function timeOfService({ total, p95 }: Service): number | undefined {
  return total ?? p95;
}

function timeOfHop({ server, client, p95 }: Hop): number | undefined {
  return client?.p95 ?? server?.p95 ?? p95;
}
