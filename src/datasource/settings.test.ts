import {
  isHeaderName,
  isSecretSet,
  type Settings,
  withHeader,
  withOption,
  withoutHeader,
  withoutSecret,
  withSecret,
  withSource,
} from './settings';

const stored = {
  jsonData: { loki: { url: 'http://loki:3100', headers: ['X-Api-Key'] }, slack: 5 },
  secureJsonFields: { 'loki.header.X-Api-Key': true, 'tempo.bearerToken': true },
} as unknown as Settings;

it('changes one source and leaves the rest', () => {
  const { jsonData } = withSource(stored, 'tempo', { url: 'http://tempo:3200' });
  expect(jsonData).toEqual({ ...stored.jsonData, tempo: { url: 'http://tempo:3200' } });
});

it('changes an option and leaves the rest', () => {
  expect(withOption(stored, { slack: 60 }).jsonData).toEqual({ ...stored.jsonData, slack: 60 });
});

it('keeps secrets apart for each source', () => {
  const { secureJsonData } = withSecret(withSecret(stored, 'loki', 'bearerToken', 'a'), 'tempo', 'bearerToken', 'b');
  expect(secureJsonData).toEqual({ 'loki.bearerToken': 'a', 'tempo.bearerToken': 'b' });
});

it('forgets a secret by storing an empty one', () => {
  const changed = withoutSecret(stored, 'tempo', 'bearerToken');
  expect(isSecretSet(changed, 'tempo.bearerToken')).toBe(false);
  expect(changed.secureJsonData).toEqual({ 'tempo.bearerToken': '' });
});

describe('headers', () => {
  it('are added by name', () => {
    expect(withHeader(stored, 'loki', 'X-Team').jsonData.loki?.headers).toEqual(['X-Api-Key', 'X-Team']);
  });

  it.each(['x-api-key', '', 'two words', 'X-Né', 'a:b'])('are not added as %j', (name) => {
    expect(withHeader(stored, 'loki', name)).toBe(stored);
  });

  it('take their value with them', () => {
    const changed = withoutHeader(stored, 'loki', 'X-Api-Key');
    expect(changed.jsonData.loki?.headers).toEqual([]);
    expect(changed.secureJsonData).toEqual({ 'loki.header.X-Api-Key': '' });
    expect(isSecretSet(changed, 'loki.header.X-Api-Key')).toBe(false);
  });

  it('have names as HTTP has them', () => {
    expect(isHeaderName('X-Scope_OrgID.1')).toBe(true);
  });
});
