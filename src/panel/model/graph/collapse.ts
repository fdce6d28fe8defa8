import { unknownService } from '../services';
import type { Hop, Service } from '../types';
import { sum, worst } from './merge';

/** What is drawn: services and hops, with whole namespaces as one where they are collapsed. */
export interface Graph {
  services: Service[];
  hops: Hop[];
}

/** From here on a graph of services is more than anyone reads at once. */
const COLLAPSE_ABOVE_SERVICES = 60;
const GROUP_ID_PREFIX = 'namespace:';

/** The namespaces that are collapsed to begin with: all of a big graph that has several. */
export function collapsedAtFirst({ services }: Graph): string[] {
  const namespaces = namespacesOf(services);
  return services.length > COLLAPSE_ABOVE_SERVICES && namespaces.length > 1 ? namespaces : [];
}

/** The namespaces of more than one service: of one alone, its service says more. */
export function namespacesOf(services: Service[]): string[] {
  const counts = new Map<string, number>();
  services.forEach(({ namespace }) => namespace && counts.set(namespace, (counts.get(namespace) ?? 0) + 1));
  return [...counts].filter(([, count]) => count > 1).map(([namespace]) => namespace);
}

/** The ID of the node that stands for a collapsed namespace. */
export function groupId(namespace: string): string {
  return GROUP_ID_PREFIX + namespace;
}

/** Draws the collapsed namespaces as one node each, and the hops between them as one. */
export function collapse(graph: Graph, collapsed: ReadonlySet<string>): Graph {
  if (collapsed.size === 0) {
    return graph;
  }
  const standIn = new Map<string, string>();
  const members = new Map<string, Service[]>();
  const services: Service[] = [];
  for (const service of graph.services) {
    const { namespace = '', id } = service;
    if (collapsed.has(namespace)) {
      standIn.set(id, groupId(namespace));
      members.set(namespace, [...(members.get(namespace) ?? []), service]);
    } else {
      services.push(service);
    }
  }
  const groups = [...members].map(([namespace, own]) => toGroup(namespace, own));
  return { services: [...services, ...groups], hops: mergeHops(graph.hops, standIn) };
}

function toGroup(namespace: string, members: Service[]): Service {
  const requests = sum(members, 'requests');
  const errors = sum(members, 'errors');
  return {
    ...unknownService(groupId(namespace)),
    name: namespace,
    kind: 'group',
    members: members.length,
    health: worst(members),
    errorShare: requests ? (errors ?? 0) / requests : 0,
    requests,
    errors,
    lines: sum(members, 'lines'),
    errorLines: sum(members, 'errorLines'),
  };
}

function mergeHops(hops: Hop[], standIn: Map<string, string>): Hop[] {
  const merged = new Map<string, Hop[]>();
  const ends = (hop: Hop) => ({
    source: standIn.get(hop.source) ?? hop.source,
    target: standIn.get(hop.target) ?? hop.target,
  });
  for (const hop of hops) {
    const { source, target } = ends(hop);
    const isInside = source === target && hop.source !== hop.target;
    const touches = source !== hop.source || target !== hop.target;
    const id = touches ? JSON.stringify([source, target]) : hop.id;
    if (!isInside && !(touches && source === target)) {
      merged.set(id, [...(merged.get(id) ?? []), hop]);
    }
  }
  return [...merged].map(([id, own]) => ({ ...mergeHop(own), id, ...ends(own[0]) }));
}

/** Percentiles of several hops do not follow from each one's: they are left out. */
function mergeHop(hops: Hop[]): Hop {
  if (hops.length === 1) {
    return hops[0];
  }
  return {
    ...hops[0],
    health: worst(hops),
    calls: sum(hops, 'calls'),
    errors: sum(hops, 'errors'),
    lines: sum(hops, 'lines'),
    p95: undefined,
    authored: undefined,
    client: undefined,
    server: undefined,
    between: {},
    thickness: undefined,
    dashed: hops.every(({ dashed }) => dashed),
    kind: hops.every(({ kind }) => kind === hops[0].kind) ? hops[0].kind : 'call',
    stats: [],
    links: () => [],
  };
}
