import type { Targets } from '../targets';
import { alloy, fluentBit, otelCollector } from './agents';
import { applications } from './applications';
import { grafana } from './grafana';
import { envoy, istio, istioTracing, linkerd } from './meshes';
import { ingressNginx, traefik } from './proxies';
import type { Snippet } from './snippet';

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
