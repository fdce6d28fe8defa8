import React, { useState } from 'react';

import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { config } from '@grafana/runtime';

import { ConfigEditor } from './ConfigEditor';
import type { Settings } from './settings';

const core = {
  loki: { uid: 'l', name: 'Logs', url: 'http://loki:3100', basicAuth: true, jsonData: {}, secureJsonFields: {} },
  tempo: { uid: 't', name: 'Tempo', url: 'http://tempo:3200', jsonData: {}, secureJsonFields: {} },
};
const get = jest.fn();
const post = jest.fn();

jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  getDataSourceSrv: () => ({
    getList: ({ pluginId }: { pluginId: 'loki' | 'tempo' }) => [core[pluginId]],
    getInstanceSettings: (uid: string) => (uid === 't' ? { name: 'Tempo', meta: { tracing: true } } : undefined),
  }),
  getBackendSrv: () => ({ get, post }),
}));

beforeAll(() => {
  // Comboboxes measure their options; jsdom draws nothing.
  const drawing = { measureText: (text: string) => ({ width: 8 * text.length }) };
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(drawing as never);
});

function setup(stored: Partial<Settings> = {}) {
  let current = { jsonData: {}, secureJsonFields: {}, ...stored } as Settings;
  function Host() {
    const [options, setOptions] = useState(current);
    current = options;
    return <ConfigEditor options={options} onOptionsChange={setOptions} />;
  }
  const { unmount } = render(<Host />);
  const source = (name: string) => within(screen.getByRole('group', { name }));
  return { loki: source('Loki'), tempo: source('Tempo'), settings: () => current, unmount };
}

it('keeps the settings of Loki and Tempo apart', async () => {
  const { loki, tempo, settings } = setup();
  await userEvent.type(loki.getByLabelText(/^URL/), 'http://loki:3100');
  await userEvent.type(tempo.getByLabelText(/^URL/), 'http://tempo:3200');
  await userEvent.click(tempo.getByRole('button', { name: 'TLS, headers and timeout' }));
  await userEvent.type(tempo.getByLabelText(/^Timeout/), '12');
  await userEvent.click(tempo.getByLabelText(/^Streaming search/));
  expect(settings().jsonData).toEqual({
    loki: { url: 'http://loki:3100' },
    tempo: { url: 'http://tempo:3200', timeout: 12, streaming: 'off' },
  });
});

it('writes passwords as secrets, never as settings', async () => {
  const { loki, settings } = setup();
  await userEvent.click(loki.getByRole('radio', { name: 'Basic auth' }));
  await userEvent.type(loki.getByLabelText('User'), 'reader');
  await userEvent.type(loki.getByLabelText('Password'), 's3cret');
  expect(settings().jsonData).toEqual({ loki: { basicAuth: true, basicAuthUser: 'reader' } });
  expect(settings().secureJsonData).toEqual({ 'loki.basicAuthPassword': 's3cret' });
});

it('lets a stored secret be replaced, and does not show it', async () => {
  const { tempo, settings } = setup({ secureJsonFields: { 'tempo.bearerToken': true } });
  expect(tempo.getByRole('radio', { name: 'Bearer token' })).toBeChecked();
  expect(tempo.getByLabelText('Token')).toBeDisabled();

  await userEvent.click(tempo.getByRole('button', { name: 'Reset' }));
  await userEvent.type(tempo.getByLabelText('Token'), 'new');
  expect(settings().secureJsonData).toEqual({ 'tempo.bearerToken': 'new' });
});

it('forgets the secret of a way to authenticate that is left', async () => {
  const { tempo, settings } = setup({ secureJsonFields: { 'tempo.bearerToken': true } });
  await userEvent.click(tempo.getByRole('radio', { name: 'None' }));
  expect(tempo.getByRole('radio', { name: 'None' })).toBeChecked();
  expect(settings().secureJsonData).toEqual({ 'tempo.bearerToken': '' });
  expect(settings().secureJsonFields).toEqual({ 'tempo.bearerToken': false });
});

it('shows what is set where few look', () => {
  const { loki, tempo } = setup({ jsonData: { loki: { timeout: 5 } } });
  expect(loki.getByLabelText(/^Timeout/)).toHaveValue(5);
  expect(tempo.queryByLabelText(/^Timeout/)).not.toBeInTheDocument();
});

it('offers the secure SOCKS proxy only where Grafana has one', async () => {
  const { unmount } = setup();
  expect(screen.queryByLabelText(/^Secure SOCKS proxy/)).not.toBeInTheDocument();
  unmount();

  config.secureSocksDSProxyEnabled = true;
  const { settings } = setup();
  await userEvent.click(screen.getByLabelText(/^Secure SOCKS proxy/));
  expect(settings().jsonData).toEqual({ enableSecureSocksProxy: true });
  config.secureSocksDSProxyEnabled = false;
});

it('writes rules for trace IDs and tries them before they are saved', async () => {
  const { settings } = setup({ uid: 'rj' });
  await userEvent.click(screen.getByRole('button', { name: 'Add a rule' }));
  const rule = within(screen.getByRole('group', { name: 'Rule 1' }));
  await userEvent.clear(rule.getByLabelText('Name'));
  await userEvent.type(rule.getByLabelText('Name'), 'gateway');
  await userEvent.type(rule.getByLabelText(/^Pattern/), 'req=(\\w+)');
  const rules = [{ name: 'gateway', source: 'line', pattern: 'req=(\\w+)' }];
  expect(settings().jsonData).toEqual({ traceIdRules: rules });

  post.mockResolvedValueOnce({ traceId: '4bf9', spanId: '', kind: 'rule', name: 'gateway' });
  await userEvent.click(screen.getByRole('button', { name: 'Try them on a log line' }));
  await userEvent.type(screen.getByLabelText('A log line'), 'req=4bf9');
  await userEvent.click(screen.getByRole('button', { name: 'Read the trace ID' }));
  expect(await screen.findByText('Trace 4bf9, found by your rule gateway.')).toBeInTheDocument();
  expect(post).toHaveBeenCalledWith(
    '/api/datasources/uid/rj/resources/try-rules',
    { rules, line: 'req=4bf9', labels: {} },
    expect.anything()
  );

  await userEvent.click(screen.getByRole('button', { name: 'Remove rule 1' }));
  expect(settings().jsonData).toEqual({});
});

it('searches for a key instead of a pattern where the source has keys', async () => {
  const { settings } = setup({ jsonData: { traceIdRules: [{ name: 'tid', source: 'json' }] } });
  await userEvent.type(screen.getByLabelText(/^Path/), 'log.tid');
  expect(settings().jsonData).toEqual({ traceIdRules: [{ name: 'tid', source: 'json', key: 'log.tid' }] });
});

it('adds a header by name and takes its value as a secret', async () => {
  const { loki, settings } = setup();
  await userEvent.click(loki.getByRole('button', { name: 'TLS, headers and timeout' }));
  await userEvent.type(loki.getByLabelText('Add a header'), 'X-Api-Key');
  await userEvent.click(loki.getByRole('button', { name: 'Add' }));
  await userEvent.type(loki.getByLabelText('Header X-Api-Key'), 'k');
  expect(settings().jsonData).toEqual({ loki: { headers: ['X-Api-Key'] } });
  expect(settings().secureJsonData).toEqual({ 'loki.header.X-Api-Key': 'k' });
});

it('imports Loki and Tempo from data sources that are there, and says what is left to type', async () => {
  const { settings } = setup();
  get.mockImplementation(async (url: string) => (url.endsWith('/l') ? core.loki : core.tempo));
  await userEvent.click(screen.getByRole('button', { name: 'Logs (Loki)' }));
  expect(await screen.findByText(/^Imported Logs\. Grafana does not give out secrets: enter .*password yourself\.$/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Tempo' }));
  expect(await screen.findByText('Imported Tempo. There is nothing else to enter.')).toBeInTheDocument();
  expect(settings().jsonData).toEqual({
    loki: { url: 'http://loki:3100', datasourceUid: 'l', basicAuth: true, basicAuthUser: undefined },
    tempo: { url: 'http://tempo:3200', datasourceUid: 't' },
  });
});

it('says what to do when a data source may not be read', async () => {
  setup();
  get.mockRejectedValueOnce(new Error('403'));
  await userEvent.click(screen.getByRole('button', { name: 'Tempo' }));
  expect(await screen.findByText(/^The settings of Tempo cannot be read\. Ask an administrator/)).toBeInTheDocument();
});

it('says which derived fields it does not import, by its own judgement and by the backend’s', async () => {
  const { settings } = setup({ uid: 'rj' });
  const derivedFields = [
    { name: 'TraceID', matcherRegex: 'traceID=(\\w+)', datasourceUid: 't' },
    { name: 'Runbook', matcherRegex: 'error=(\\w+)', url: 'https://wiki/${__value.raw}' },
    { name: 'Large', matcherRegex: 'trace=((x{500}){500})', datasourceUid: 't' },
  ];
  get.mockResolvedValueOnce({ ...core.loki, basicAuth: false, jsonData: { derivedFields } });
  post.mockImplementation(async (_, { rules }) => {
    if (rules[0].name === 'Large') {
      throw { data: { message: 'Trace ID rule "Large": its pattern is not a valid RE2 expression: invalid repeat.' } };
    }
  });
  await userEvent.click(screen.getByRole('button', { name: 'Logs (Loki)' }));
  expect(await screen.findByText('Imported Logs. There is nothing else to enter.')).toBeInTheDocument();
  expect(screen.getAllByText(/^The derived field/).map(({ textContent }) => textContent)).toEqual([
    'The derived field “Runbook” is not imported: nothing in it says that it is about traces.',
    'The derived field “Large” is not imported: its pattern is not a valid RE2 expression: invalid repeat.',
  ]);
  expect(settings().jsonData.traceIdRules).toEqual([{ name: 'TraceID', source: 'line', pattern: 'traceID=(\\w+)' }]);
});

it('imports derived fields where the backend cannot be asked yet', async () => {
  const { settings } = setup({ uid: 'rj' });
  const derivedFields = [{ name: 'TraceID', matcherRegex: 'traceID=(\\w+)', datasourceUid: 't' }];
  get.mockResolvedValueOnce({ ...core.loki, jsonData: { derivedFields } });
  post.mockRejectedValueOnce({ data: { message: 'Loki has no URL.' } });
  await userEvent.click(screen.getByRole('button', { name: 'Logs (Loki)' }));
  expect(await screen.findByText(/^Imported Logs\./)).toBeInTheDocument();
  expect(settings().jsonData.traceIdRules).toHaveLength(1);
});
