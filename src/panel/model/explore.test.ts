import { exploreUrl, logQl, scopeOf, timeSpanOf, traceQl } from './explore';
import type { Step } from './types';

const id = '80f198ee56343ba864fe8b2a57d3eff7';
const line = (attributes: Record<string, unknown>) => ({ attributes }) as Step;

describe('queries to go on with', () => {
  it('find the trace and its lines', () => {
    expect(traceQl(id)).toBe(`{ trace:id = "${id}" }`);
    expect(logQl(id, '{app="a"}')).toBe(`{app="a"} |= "${id}"`);
  });

  it.each([
    ['one namespace', [{ namespace: 'shop', app: 'a' }, { namespace: 'shop' }], '{namespace="shop"}'],
    ['two namespaces', [{ namespace: 'b' }, { namespace: 'a.x' }], '{namespace=~"a\\\\.x|b"}'],
    ['lines of which not all have a namespace', [{ namespace: 'b', app: 'y' }, { app: 'x' }], '{app=~"x|y"}'],
    ['quotes in a label', [{ app: 'say "hi"' }], '{app="say \\"hi\\""}'],
    ['no label that is known', [{ pod: 'x' }], '{service_name=~".+"}'],
    ['no lines', [], '{service_name=~".+"}'],
  ])('look in the narrowest scope: %s', (_, labels, scope) => {
    expect(scopeOf(labels.map(line))).toBe(scope);
  });
});

describe('Explore', () => {
  it('is opened with the query and the exact time range', () => {
    const range = timeSpanOf([{ time: 100_000.4, duration: 20.3 }, { time: 100_010 }, { time: undefined }]);
    expect(range).toEqual({ from: 95_000, to: 105_021 });
    const url = new URL(exploreUrl('uid1', 'loki', { expr: '{a="b"} |= "x y"' }, range!), 'http://grafana');
    expect(JSON.parse(url.searchParams.get('panes')!)).toEqual({
      a: {
        datasource: 'uid1',
        queries: [{ refId: 'A', datasource: { type: 'loki', uid: 'uid1' }, expr: '{a="b"} |= "x y"' }],
        range: { from: '95000', to: '105021' },
      },
    });
  });

  it.each([
    ['ahead', -20_000, { from: 95_000, to: 125_010 }],
    ['behind', 20_000, { from: 75_010, to: 105_020 }],
  ])('has the time by which Loki knows a line of a host whose clock is %s', (_, skew, range) => {
    expect(timeSpanOf([{ time: 100_000, duration: 20 }, { time: 100_010, skew }])).toEqual(range);
  });

  it('has no time range without times', () => {
    expect(timeSpanOf([{ time: undefined }])).toBeUndefined();
  });
});
