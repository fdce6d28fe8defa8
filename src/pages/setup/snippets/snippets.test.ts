import type { DataSourceInstanceSettings } from '@grafana/data';

import { rankSnippets } from '../rankSnippets';
import { targetsOf } from '../targets';
import type { CheckResult } from '../types';
import { snippets } from './index';

const settings = (jsonData: object) => ({ name: 'Prod "EU"', uid: 'J', jsonData }) as DataSourceInstanceSettings;

const mine = targetsOf(
  settings({
    loki: { url: 'https://loki.example.com/logs/', tenant: 'shop', datasourceUid: 'L' },
    tempo: { url: 'http://tempo.mesh:3200', datasourceUid: 'T' },
  })
);

const textOf = (id: string, targets = mine) =>
  snippets(targets)
    .find((snippet) => snippet.id === id)
    ?.code.map(({ text }) => text)
    .join('\n');

it.each([
  { id: 'fluent-bit', has: ['host: loki.example.com', 'port: 443', 'tls: on', 'tenant_id: shop'] },
  { id: 'alloy', has: ['https://loki.example.com/logs/loki/api/v1/push', 'tenant_id = "shop"'] },
  { id: 'otel-collector', has: ['https://loki.example.com/logs/otlp', 'X-Scope-OrgID: "shop"', 'tempo.mesh:4317'] },
  {
    id: 'grafana',
    has: [
      'name: "Prod \\"EU\\""',
      'url: http://tempo.mesh:3200',
      'urlDisplayLabel: "Prod \\"EU\\""\n          datasourceUid: J',
      'urlDisplayLabel: "Tempo"\n          datasourceUid: T',
      'exemplarTraceIdDestinations:\n        - name: trace_id\n          urlDisplayLabel: "Prod \\"EU\\""\n          datasourceUid: J',
      'tracesToLogsV2:\n        datasourceUid: L',
      '$${__value.raw}',
    ],
  },
  { id: 'istio-tracing', has: ['service: tempo.mesh'] },
  { id: 'traefik', has: ['endpoint: tempo.mesh:4317', 'insecure: true'] },
  { id: 'ingress-nginx', has: ['otlp-collector-host: tempo.mesh'] },
  { id: 'envoy', has: ['address: tempo.mesh, port_value: 4317'] },
])('fills the addresses into $id', ({ id, has }) => {
  for (const text of has) {
    expect(textOf(id)).toContain(text);
  }
});

it('leaves no tenant where there is none', () => {
  const plain = targetsOf(settings({ loki: { url: 'http://loki:3100' } }));
  for (const { code } of snippets(plain)) {
    for (const { text } of code) {
      expect(text).not.toMatch(/tenant|OrgID|undefined|\[object/);
    }
  }
});

it('names a place to be filled in where a URL is missing or is none', () => {
  expect(textOf('alloy', targetsOf(undefined))).toContain('http://loki:3100/loki/api/v1/push');
  expect(textOf('alloy', targetsOf(settings({ loki: { url: 'nowhere' } })))).toContain('http://loki:3100/loki');
});

it('has a name of its own for each snippet, and text in each', () => {
  const all = snippets(mine);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { code, closes } of all) {
    expect(closes).not.toHaveLength(0);
    expect(code.every(({ text }) => text.endsWith('\n'))).toBe(true);
  }
});

describe('rankSnippets', () => {
  const result = (part: Partial<CheckResult>): CheckResult => ({ id: 'x', status: 'warn', message: '', ...part });
  const rank = (...results: CheckResult[]) => rankSnippets(snippets(mine), results);

  it('puts first what closes a gap by a tool that is in use', () => {
    const [first] = rank(result({ gaps: ['no-trace-id'], tools: ['traefik'] }));
    expect(first).toMatchObject({ id: 'traefik', isNeeded: true, isSeen: true, gaps: ['no-trace-id'] });
  });

  it('does not offer another mesh for the gap of this one', () => {
    const ranked = rank(result({ gaps: ['no-trace-id'], tools: ['traefik'] }));
    expect(ranked.find(({ id }) => id === 'linkerd')).toMatchObject({ isNeeded: false, gaps: [] });
  });

  it('offers every tool where none is known', () => {
    expect(rank(result({ gaps: ['no-trace-id'] })).find(({ id }) => id === 'linkerd')?.isNeeded).toBe(true);
  });

  it('puts what fixes before what only saves', () => {
    const saves = result({ status: 'ok', gaps: ['no-metadata'], tools: ['fluent-bit'] });
    const [first, ...rest] = rank(saves, result({ status: 'fail', gaps: ['derived-field'] }));
    expect(first.id).toBe('grafana');
    expect(rest[0]).toMatchObject({ id: 'fluent-bit', isNeeded: false });
  });

  it('keeps the order where nothing is wrong', () => {
    expect(rank().map(({ id }) => id)).toEqual(snippets(mine).map(({ id }) => id));
  });
});
