import { durationOf } from '../model';
import type { Hop, Picture, Service } from '../types';

export type Change = 'slower' | 'faster' | 'new' | 'gone' | 'same';

/** How a service or hop fared in one journey and in the other. */
export interface Difference {
  change: Change;
  before?: number;
  after?: number;
}

/** Two journeys in one graph: what either has, with what differs. */
export interface Comparison {
  picture: Picture;
  services: ReadonlyMap<string, Difference>;
  hops: ReadonlyMap<string, Difference>;
  /** Of the two journeys as a whole. */
  whole: Difference;
}

/** A change is worth showing from a tenth of the time before, and a millisecond. */
const WORTH = { share: 0.1, ms: 1 };

/** Compares two journeys; what the later one has not is drawn as the earlier one knew it. */
export function compare(before: Picture, after: Picture): Comparison {
  const services = pair(before.services, after.services, ({ id }) => id, timeOfService);
  // Hops go by their ends: their IDs are only those of rows.
  const hops = pair(before.hops, after.hops, endsOf, timeOfHop);
  return {
    picture: { ...after, services: services.all, hops: hops.all },
    services: services.differences,
    hops: hops.differences,
    whole: differ(durationOf(before), durationOf(after)),
  };
}

function pair<Thing extends { id: string }>(
  before: Thing[],
  after: Thing[],
  keyOf: (thing: Thing) => string,
  timeOf: (thing: Thing) => number | undefined
) {
  const earlier = new Map(before.map((thing) => [keyOf(thing), thing]));
  const later = new Set(after.map(keyOf));
  const gone = before.filter((thing) => !later.has(keyOf(thing)));
  const differences = new Map<string, Difference>();
  for (const thing of after) {
    const old = earlier.get(keyOf(thing));
    differences.set(thing.id, old ? differ(timeOf(old), timeOf(thing)) : { change: 'new', after: timeOf(thing) });
  }
  gone.forEach((thing) => differences.set(thing.id, { change: 'gone', before: timeOf(thing) }));
  return { all: [...after, ...gone], differences };
}

function differ(before: number | undefined, after: number | undefined): Difference {
  const change = before === undefined || after === undefined ? 0 : after - before;
  const isWorth = Math.abs(change) >= Math.max(WORTH.ms, (before ?? 0) * WORTH.share);
  return { change: !isWorth ? 'same' : change > 0 ? 'slower' : 'faster', before, after };
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
