import { type CoreSettings, importSource, withoutRules } from './importSettings';
import type { Settings } from './settings';
import type { TraceIdRule } from './types';

const empty = { jsonData: {}, secureJsonFields: {} } as Settings;
const core = (some: Partial<CoreSettings>) =>
  ({ uid: 'loki', url: 'http://loki:3100', jsonData: {}, secureJsonFields: {}, ...some }) as CoreSettings;

it('takes over address and identity', () => {
  const { settings, missingSecrets } = importSource(empty, 'tempo', core({ uid: 't', url: 'http://tempo:3200' }));
  expect(settings.jsonData).toEqual({ tempo: { url: 'http://tempo:3200', datasourceUid: 't' } });
  expect(missingSecrets).toEqual([]);
});

it('takes over all but the secrets, and says which these are', () => {
  const { settings, missingSecrets } = importSource(
    empty,
    'loki',
    core({
      basicAuth: true,
      basicAuthUser: 'reader',
      jsonData: { timeout: '20', tlsSkipVerify: true, httpHeaderName1: 'X-Scope-OrgID', httpHeaderName2: 'X-Team' },
      secureJsonFields: { basicAuthPassword: true, httpHeaderValue1: true, httpHeaderValue2: true, tlsCACert: true },
    })
  );
  expect(settings.jsonData.loki).toEqual({
    url: 'http://loki:3100',
    datasourceUid: 'loki',
    basicAuth: true,
    basicAuthUser: 'reader',
    timeout: 20,
    tlsSkipVerify: true,
    headers: ['X-Team'],
  });
  expect(missingSecrets).toEqual(['the password', 'the CA certificate', 'the tenant', 'the value of the header X-Team']);
});

it('makes rules of derived fields, once', () => {
  const derivedFields = [
    { name: 'TraceID', matcherRegex: 'traceID=(\\w+)' },
    { name: 'label', matcherType: 'label', matcherRegex: 'trace_id' },
    { name: 'empty' },
  ];
  const first = importSource(empty, 'loki', core({ jsonData: { derivedFields } })).settings;
  const again = importSource(first, 'loki', core({ jsonData: { derivedFields } })).settings;
  expect(again.jsonData.traceIdRules).toEqual([
    { name: 'TraceID', source: 'line', pattern: 'traceID=(\\w+)' },
    { name: 'label', source: 'label', key: 'trace_id' },
  ]);
});

it('keeps what was set otherwise', () => {
  const stored = { ...empty, jsonData: { loki: { tenant: 'a' }, slack: 5 } } as Settings;
  expect(importSource(stored, 'loki', core({})).settings.jsonData).toEqual({
    loki: { tenant: 'a', url: 'http://loki:3100', datasourceUid: 'loki' },
    slack: 5,
  });
});

it('maps spans to spans, skips what does not lead to traces, and says why', () => {
  const derivedFields = [
    { name: 'TraceID', matcherRegex: '"traceId":"(\\w+)"', datasourceUid: 'tempo' },
    { name: 'SpanID', matcherRegex: '"spanId":"(\\w+)"', datasourceUid: 'tempo' },
    { name: 'Profile', matcherRegex: 'span_id=(\\w+)', datasourceUid: 'profiles' },
    { name: 'Old', matcherRegex: 'trace=(?!null)(\\w+)', datasourceUid: 'tempo' },
  ];
  const linked = (uid: string) => ({ name: uid === 'tempo' ? 'Tempo' : 'Pyroscope', hasTraces: uid === 'tempo' });
  const { settings, skipped } = importSource(empty, 'loki', core({ jsonData: { derivedFields } }), linked);
  expect(settings.jsonData.traceIdRules).toEqual([
    { name: 'TraceID', source: 'line', pattern: '"traceId":"(\\w+)"' },
    { name: 'SpanID', source: 'line', pattern: '"spanId":"(?P<span>\\w+)"' },
  ]);
  expect(skipped).toEqual([
    'The derived field “Profile” is not imported: it leads to Pyroscope, which holds no traces.',
    'The derived field “Old” is not imported: its pattern uses a look-ahead, which RE2 lacks.',
  ]);
});

it('imports no more rules than are used', () => {
  const traceIdRules: TraceIdRule[] = Array.from({ length: 49 }, (_, n) => ({
    name: `${n}`,
    source: 'json',
    key: 'k',
  }));
  const derivedFields = ['a', 'b'].map((name) => ({ name, matcherRegex: `trace_${name}=(\\w+)` }));
  const stored = { ...empty, jsonData: { traceIdRules } } as Settings;
  const { settings, skipped } = importSource(stored, 'loki', core({ jsonData: { derivedFields } }));
  expect(settings.jsonData.traceIdRules).toHaveLength(50);
  expect(skipped).toEqual(['The derived field “b” is not imported: there are 50 rules already.']);
});

it('leaves out what the backend refuses', () => {
  const derivedFields = ['a', 'b'].map((name) => ({ name, matcherRegex: `trace_${name}=(\\w+)` }));
  const all = importSource(empty, 'loki', core({ jsonData: { derivedFields } }));
  const left = withoutRules(all, new Map([[all.rules[0], 'its pattern is too large']]));
  expect(left.settings.jsonData.traceIdRules).toEqual([{ name: 'b', source: 'line', pattern: 'trace_b=(\\w+)' }]);
  expect(left.skipped).toEqual(['The derived field “a” is not imported: its pattern is too large.']);
  const none = withoutRules(all, new Map(all.rules.map((rule) => [rule, 'no'])));
  expect(none.settings.jsonData.traceIdRules).toBeUndefined();
});
