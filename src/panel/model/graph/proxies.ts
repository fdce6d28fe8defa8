import { formatMilliseconds } from '../format';
import { unknownService } from '../services';
import type { Hop, Service } from '../types';
import type { Graph } from './collapse';
import { sum, worst } from './merge';

/** What a proxy does for its service: pass calls on from it, or to it. */
type Way = 'outbound' | 'inbound';

/** A stretch between two nodes, with the hops that pass it. */
interface Stretch {
  source: string;
  target: string;
  hops: Hop[];
}

/** The ID of the node that stands for one side of a service's sidecar. */
export function proxyId(way: Way, service: string): string {
  return `${way} proxy:${service}`;
}

/**
 * Draws the sidecars that hops passed as nodes of their own, inbound before
 * their service and outbound behind it, so that calls still flow one way. A hop
 * keeps its ID where it is alone: between the proxies.
 */
export function unfoldProxies({ services, hops }: Graph, words: Record<Way, string>): Graph {
  const byId = new Map(services.map((service) => [service.id, service]));
  const proxies = new Map<string, Service>();
  const shared = new Map<string, Stretch>();
  const proxyOf = (way: Way, id: string, hop: Hop): string | undefined => {
    const service = byId.get(id);
    const took = way === 'outbound' ? hop.between.clientProxyP50 : hop.between.serverProxyP50;
    // A gateway is a proxy itself, and of a namespace nobody knows whose it would be.
    if (!service || took === undefined || service.kind === 'gateway' || service.kind === 'group') {
      return undefined;
    }
    const proxy = proxies.get(proxyId(way, id));
    const known = proxy ?? toProxy(service, way, words[way]);
    proxies.set(known.id, withHop(known, hop, took));
    const [source, target] = way === 'outbound' ? [id, known.id] : [known.id, id];
    const stretch = shared.get(known.id) ?? { source, target, hops: [] };
    shared.set(known.id, { ...stretch, hops: [...stretch.hops, hop] });
    return known.id;
  };
  const between = hops.map((hop) => {
    const source = proxyOf('outbound', hop.source, hop);
    const target = proxyOf('inbound', hop.target, hop);
    return source || target ? toMiddle(hop, source ?? hop.source, target ?? hop.target) : hop;
  });
  const ends = [...shared.entries()].map(([id, stretch]) => toEnd(id, stretch));
  return { services: [...services, ...proxies.values()], hops: [...between, ...ends] };
}

function toProxy({ id, name, namespace }: Service, way: Way, subtitle: string): Service {
  const standsFor = { type: 'service' as const, id };
  return { ...unknownService(proxyId(way, id)), kind: 'proxy', name, subtitle, namespace, standsFor };
}

/** Of several hops, the percentiles do not follow from each one's; times of one journey add up. */
function withHop(proxy: Service, hop: Hop, took: number): Service {
  const isFirst = proxy.requests === undefined;
  return {
    ...proxy,
    health: worst([proxy, hop]),
    requests: (proxy.requests ?? 0) + (hop.calls ?? 0),
    errors: (proxy.errors ?? 0) + (hop.errors ?? 0),
    total: (proxy.total ?? 0) + took,
    stats: isFirst ? [{ text: formatMilliseconds(took), numeric: took, title: 'p50' }] : [],
  };
}

/** What is left of the hop between the proxies: as long as the first of them waited. */
function toMiddle(hop: Hop, source: string, target: string): Hop {
  const { clientProxyP50, serverProxyP50 } = hop.between;
  const took = source === hop.source ? serverProxyP50 : clientProxyP50;
  const stats = took === undefined ? [] : [{ text: formatMilliseconds(took), numeric: took, title: 'p50' }];
  return { ...hop, source, target, p95: undefined, authored: undefined, stats };
}

/** The stretch between a service and its own proxy, as the service saw it. */
function toEnd(id: string, { source, target, hops }: Stretch): Hop {
  const [first] = hops;
  const isOutbound = id === target;
  const view = isOutbound ? first.client : first.server;
  return {
    ...first,
    id: `${id} end`,
    source,
    target,
    health: worst(hops),
    calls: sum(hops, 'calls'),
    errors: sum(hops, 'errors'),
    lines: undefined,
    p95: hops.length === 1 ? view?.p95 : undefined,
    authored: undefined,
    client: isOutbound && hops.length === 1 ? first.client : undefined,
    server: !isOutbound && hops.length === 1 ? first.server : undefined,
    between: {},
    thickness: undefined,
    stats: [],
    links: () => [],
    standsFor:
      hops.length === 1 ? { type: 'hop', id: first.id } : { type: 'service', id: isOutbound ? source : target },
  };
}
