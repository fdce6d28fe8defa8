import { type CoreSettings, importSource } from './importSettings';
import type { Settings } from './settings';

const empty = { jsonData: {}, secureJsonFields: {} } as Settings;
const core = (some: Partial<CoreSettings>) =>
  ({ uid: 'loki', url: 'http://loki:3100', jsonData: {}, secureJsonFields: {}, ...some }) as CoreSettings;

it('takes over address and identity', () => {
  const { settings, toType } = importSource(empty, 'tempo', core({ uid: 't', url: 'http://tempo:3200' }));
  expect(settings.jsonData).toEqual({ tempo: { url: 'http://tempo:3200', datasourceUid: 't' } });
  expect(toType).toEqual([]);
});

it('takes over all but the secrets, and says which these are', () => {
  const { settings, toType } = importSource(
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
  expect(toType).toEqual(['the password', 'the CA certificate', 'the tenant', 'the value of the header X-Team']);
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
