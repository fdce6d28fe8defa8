import type { Targets } from '../targets';
import type { Code, Gap, Tool } from '../types';
import { alloy, fluentBit, otelCollector } from './agents';
import { applications } from './applications';
import { grafana } from './grafana';
import { envoy, istio, istioTracing, linkerd } from './meshes';
import { ingressNginx, traefik } from './proxies';

/** Configuration of a tool that closes gaps. */
export interface Snippet {
  id: string;
  tool: Tool;
  title: string;
  /** One or two sentences: what it does, and what to mind. */
  purpose: string;
  closes: Gap[];
  code: Code[];
}

/** All snippets, with the addresses of the servers filled in. */
export function snippets(targets: Targets): Snippet[] {
  return [
    applications(targets),
    istio(),
    istioTracing(targets),
    traefik(targets),
    ingressNginx(targets),
    linkerd(),
    envoy(targets),
    fluentBit(targets),
    alloy(targets),
    otelCollector(targets),
    grafana(targets),
  ];
}
