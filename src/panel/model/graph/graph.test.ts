import { failingJourney } from '../../testing/frames';
import { readModel } from '../model';
import { unknownService } from '../services';
import type { Hop, QueryResult, Service } from '../types';
import { collapse, collapsedAtFirst, groupId, namespacesOf } from './collapse';
import { compare } from './compare';
import { errorPathOf } from './errorPath';
import { proxyId, unfoldProxies } from './proxies';

/** "a>b! b>c": a hop that failed ends in "!". Services are "namespace/name", as the backend names them. */
function graphOf(calls: string): { services: Service[]; hops: Hop[] } {
  const hops = calls.split(' ').map((call): Hop => {
    const [source, target] = call.replace('!', '').split('>');
    const failed = call.endsWith('!');
    const base = {
      id: `${source}→${target}`,
      kind: 'call' as const,
      dashed: false,
      between: {},
      stats: [],
      links: () => [],
    };
    return { ...base, source, target, health: failed ? 'error' : 'ok', calls: 2, errors: failed ? 1 : 0, p95: 10 };
  });
  const ids = [...new Set(hops.flatMap(({ source, target }) => [source, target]))];
  const services = ids.map((id): Service => {
    const namespace = id.includes('/') ? id.split('/')[0] : undefined;
    return { ...unknownService(id), kind: 'service', namespace, requests: 4, errors: id.endsWith('bad') ? 2 : 0 };
  });
  return { services, hops };
}

const ids = (items: Array<{ id: string }>) => items.map(({ id }) => id).sort();

describe('collapse', () => {
  const graph = graphOf('shop/a>shop/b shop/a>bank/x shop/b>bank/bad! bank/x>bank/bad web/w>shop/a shop/a>shop/a');

  it('draws a namespace as one node, and the hops into it as one', () => {
    const { services, hops } = collapse(graph, new Set(['bank']));
    expect(ids(services)).toEqual([groupId('bank'), 'shop/a', 'shop/b', 'web/w']);
    expect(services.find(({ kind }) => kind === 'group')).toMatchObject({
      name: 'bank',
      members: 2,
      requests: 8,
      errors: 2,
    });
    expect(hops.map(({ source, target, calls }) => [source, target, calls])).toContainEqual([
      'shop/a',
      groupId('bank'),
      2,
    ]);
    expect(hops).toHaveLength(5);
  });

  it('sums hops between two namespaces and leaves out what cannot be summed', () => {
    const { hops } = collapse(graph, new Set(['bank', 'shop']));
    const between = hops.find(({ target }) => target === groupId('bank'));
    expect(hops).toHaveLength(2);
    expect(between).toMatchObject({ calls: 4, errors: 1, health: 'error', p95: undefined });
  });

  it('leaves no hop without ends', () => {
    const { services, hops } = collapse(graph, new Set(['bank', 'shop', 'web']));
    const known = new Set(ids(services));
    expect(hops.every(({ source, target }) => known.has(source) && known.has(target))).toBe(true);
  });

  it('leaves the graph alone when nothing is collapsed', () => {
    expect(collapse(graph, new Set())).toBe(graph);
  });

  it('begins with big graphs of several namespaces alone', () => {
    const many = (namespaces: number) =>
      graphOf(
        Array.from({ length: 70 }, (_, i) => `n${i % namespaces}/${i}>n${(i + 1) % namespaces}/${i + 1}`).join(' ')
      );
    expect(collapsedAtFirst(graph)).toEqual([]);
    expect(collapsedAtFirst(many(1))).toEqual([]);
    expect(collapsedAtFirst(many(3))).toEqual(['n0', 'n1', 'n2']);
  });

  it('keeps a namespace of one service as that service', () => {
    expect(namespacesOf(graph.services)).toEqual(['shop', 'bank']);
  });
});

describe('errorTrail', () => {
  it.each([
    ['over failed hops, though another way is shorter', 'r>a! a>b! b>o! r>o', 'o', ['a→b', 'b→o', 'r→a']],
    ['over others where none failed', 'r>a a>o', 'o', ['a→o', 'r→a']],
    ['past cycles', 'e>r r>a! a>r a>o! o>a', 'o', ['a→o', 'e→r', 'r→a']],
    ['nowhere when the entry itself failed', 'o>a a>b!', 'o', []],
    ['of all that failed, when everyone is called', 'r>a! a>r a>o! o>a', 'o', ['a→o', 'r→a']],
    ['of all that failed, when nobody knows where it began', 'r>a! a>b c>d!', '', ['c→d', 'r→a']],
  ])('leads %s', (_, calls, origin, hops) => {
    const errorPath = errorPathOf(graphOf(calls), origin);
    expect([...errorPath.hops].sort()).toEqual(hops);
    expect(origin === '' || errorPath.services.has(origin)).toBe(true);
  });
});

describe('compare', () => {
  const [failing] = readModel(failingJourney()).results;
  const changed = (change: (service: Service) => Service | undefined, hops = failing.hops): QueryResult => ({
    ...failing,
    services: failing.services.flatMap((service) => change(service) ?? []),
    hops,
  });

  it('shows what is slower, faster and unchanged', () => {
    const totals: Record<string, number> = { gateway: 200, productpage: 50, ratings: 40.5 };
    const { services, overall } = compare(
      failing,
      changed((service) => ({ ...service, total: totals[service.name] }))
    );
    const change = (name: string) => services.get(`bookinfo/${name}`);
    expect(change('gateway')).toEqual({ change: 'slower', before: 120, after: 200 });
    expect(change('productpage')).toMatchObject({ change: 'faster' });
    expect(change('ratings')).toMatchObject({ change: 'same' });
    expect(overall.change).toBe('same');
  });

  it('draws what is gone and what is new', () => {
    const without = changed(
      ({ name, ...service }) => (name === 'ratings' ? undefined : { name, ...service }),
      failing.hops.slice(0, 1)
    );
    const lost = compare(failing, without);
    expect(lost.services.get('bookinfo/ratings')).toEqual({ change: 'gone', before: 40 });
    expect(ids(lost.result.services)).toEqual(ids(failing.services));
    expect([...lost.hops.values()].map(({ change }) => change)).toEqual(['same', 'gone']);
    expect(compare(without, failing).services.get('bookinfo/ratings')).toEqual({ change: 'new', after: 40 });
  });
});

describe('unfoldProxies', () => {
  const words = { inbound: 'in', outbound: 'out' };
  const between = { clientProxyP50: 3, serverProxyP50: 4 };
  const withProxies = (calls: string) => {
    const { services, hops } = graphOf(calls);
    return { services, hops: hops.map((hop) => ({ ...hop, between })) };
  };
  const ways = (calls: string) =>
    unfoldProxies(withProxies(calls), words)
      .hops.map(({ source, target }) => `${source} → ${target}`)
      .sort();

  it('draws a hop as it went: through both proxies', () => {
    expect(ways('a>b')).toEqual(['a → outbound proxy:a', 'inbound proxy:b → b', 'outbound proxy:a → inbound proxy:b']);
  });

  it('has one proxy for each side of a service, for every caller', () => {
    const { services, hops } = unfoldProxies(withProxies('a>c b>c! c>d'), words);
    expect(ids(services.filter(({ kind }) => kind === 'proxy'))).toEqual([
      proxyId('inbound', 'c'),
      proxyId('inbound', 'd'),
      proxyId('outbound', 'a'),
      proxyId('outbound', 'b'),
      proxyId('outbound', 'c'),
    ]);
    expect(hops.find(({ target }) => target === 'c')).toMatchObject({
      calls: 4,
      errors: 1,
      health: 'error',
      p95: undefined,
      standsFor: { type: 'service', id: 'c' },
    });
  });

  it('keeps the hop itself, and its figures, between the proxies', () => {
    const graph = withProxies('a>b');
    const middle = unfoldProxies(graph, words).hops.find(({ id }) => id === graph.hops[0].id);
    expect(middle).toMatchObject({ source: proxyId('outbound', 'a'), target: proxyId('inbound', 'b'), calls: 2 });
    expect(middle?.stats[0].text).toBe('3 ms');
  });

  it('takes gateways for the proxies that they are, and leaves hops without proxies', () => {
    const { services, hops } = withProxies('a>b b>c');
    const graph = {
      services: services.map((service) => (service.id === 'a' ? { ...service, kind: 'gateway' as const } : service)),
      hops: [hops[0], { ...hops[1], between: {} }],
    };
    expect(unfoldProxies(graph, words).hops.map(({ source, target }) => [source, target])).toEqual([
      ['a', proxyId('inbound', 'b')],
      ['b', 'c'],
      [proxyId('inbound', 'b'), 'b'],
    ]);
  });
});
