import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { targetsOf } from '../targets';
import { snippets } from './index';

/** The pages of the guide, and whose configuration each shows. */
const pages: Record<string, string[]> = {
  links: ['grafana'],
  'meshes/istio-sidecar': ['istio', 'istio-tracing'],
  'meshes/istio-ambient': ['istio-tracing'],
  'meshes/linkerd': ['linkerd'],
  'meshes/traefik': ['traefik'],
  'meshes/ingress-nginx': ['ingress-nginx'],
  'meshes/opentelemetry': ['applications', 'otel-collector', 'fluent-bit', 'alloy'],
};

it.each(Object.entries(pages))('the guide on %s shows what the setup check shows', (page, ids) => {
  const guide = readFileSync(join('docs', 'guide', `${page}.md`), 'utf8');
  const shown = snippets(targetsOf(undefined)).filter(({ id }) => ids.includes(id));
  expect(shown).toHaveLength(ids.length);
  for (const { text } of shown.flatMap(({ code }) => code)) {
    expect(guide).toContain(text);
  }
});
