import type { Graph } from './collapse';

/** The services and hops that matter to one question. */
export interface ErrorPath {
  services: ReadonlySet<string>;
  hops: ReadonlySet<string>;
}

/** Leaving the failed hops costs this much more than following them. */
const DETOUR_COST = 1000;

/**
 * The way of the error: from the entry of the request to the service where it
 * broke, over failed hops as far as there are any. Without a known origin, or
 * without an entry, all that failed.
 */
export function errorPathOf(graph: Graph, origin: string): ErrorPath {
  if (!graph.services.some(({ id }) => id === origin)) {
    return allFailed(graph);
  }
  const ways = cheapestWays(graph, origin);
  const entry = cheapest(entriesOf(graph), ways);
  return entry === undefined ? withService(allFailed(graph), origin) : follow(ways, entry, origin);
}

function follow(ways: Map<string, Step>, entry: string, origin: string): ErrorPath {
  const services = new Set([entry]);
  const hops = new Set<string>();
  for (let here = entry; here !== origin;) {
    const { hop, next } = ways.get(here)!;
    hops.add(hop);
    services.add(next);
    here = next;
  }
  return { services, hops };
}

interface Step {
  cost: number;
  /** The hop to take from here towards the origin, and where it leads. */
  hop: string;
  next: string;
}

/** From every service that reaches the origin, the cheapest way there: Dijkstra from the origin against the calls. */
function cheapestWays({ hops }: Graph, origin: string): Map<string, Step> {
  const into = new Map<string, typeof hops>();
  hops.forEach((hop) => into.set(hop.target, [...(into.get(hop.target) ?? []), hop]));
  const ways = new Map<string, Step>([[origin, { cost: 0, hop: '', next: origin }]]);
  const open = new Set([origin]);
  while (open.size > 0) {
    const here = cheapest([...open], ways)!;
    open.delete(here);
    for (const { id, source, health } of into.get(here) ?? []) {
      const cost = ways.get(here)!.cost + (health === 'error' ? 1 : DETOUR_COST);
      if (cost < (ways.get(source)?.cost ?? Infinity)) {
        ways.set(source, { cost, hop: id, next: here });
        open.add(source);
      }
    }
  }
  return ways;
}

/** Services that nobody calls: where requests come in. */
function entriesOf({ services, hops }: Graph): string[] {
  const called = new Set(hops.filter(({ source, target }) => source !== target).map(({ target }) => target));
  return services.map(({ id }) => id).filter((id) => !called.has(id));
}

function cheapest(ids: string[], ways: Map<string, Step>): string | undefined {
  const reached = ids.filter((id) => ways.has(id));
  const cost = (id: string) => ways.get(id)!.cost;
  return reached.sort((a, b) => cost(a) - cost(b) || (a < b ? -1 : 1))[0];
}

function allFailed({ services, hops }: Graph): ErrorPath {
  const failed = <Item extends { id: string; health: string }>(items: Item[]) =>
    new Set(items.filter(({ health }) => health === 'error').map(({ id }) => id));
  return { services: failed(services), hops: failed(hops) };
}

function withService({ services, hops }: ErrorPath, id: string): ErrorPath {
  return { services: new Set([...services, id]), hops };
}
