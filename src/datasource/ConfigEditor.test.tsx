import React, { useState } from 'react';

import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { ConfigEditor } from './ConfigEditor';
import type { Settings } from './settings';

const core = {
  loki: { uid: 'l', name: 'Logs', url: 'http://loki:3100', basicAuth: true, jsonData: {}, secureJsonFields: {} },
  tempo: { uid: 't', name: 'Tempo', url: 'http://tempo:3200', jsonData: {}, secureJsonFields: {} },
};
const get = jest.fn();

jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  getDataSourceSrv: () => ({ getList: ({ pluginId }: { pluginId: 'loki' | 'tempo' }) => [core[pluginId]] }),
  getBackendSrv: () => ({ get }),
}));

function setup(stored: Partial<Settings> = {}) {
  let current = { jsonData: {}, secureJsonFields: {}, ...stored } as Settings;
  function Host() {
    const [options, setOptions] = useState(current);
    current = options;
    return <ConfigEditor options={options} onOptionsChange={setOptions} />;
  }
  render(<Host />);
  const source = (name: string) => within(screen.getByRole('group', { name }));
  return { loki: source('Loki'), tempo: source('Tempo'), settings: () => current };
}

it('keeps the settings of Loki and Tempo apart', async () => {
  const { loki, tempo, settings } = setup();
  await userEvent.type(loki.getByLabelText(/^URL/), 'http://loki:3100');
  await userEvent.type(tempo.getByLabelText(/^URL/), 'http://tempo:3200');
  await userEvent.type(tempo.getByLabelText(/^Timeout/), '12');
  await userEvent.click(tempo.getByLabelText(/^Streaming search/));
  expect(settings().jsonData).toEqual({
    loki: { url: 'http://loki:3100' },
    tempo: { url: 'http://tempo:3200', timeout: 12, streaming: 'off' },
  });
});

it('writes passwords as secrets, never as settings', async () => {
  const { loki, settings } = setup();
  await userEvent.click(loki.getByLabelText('Basic auth'));
  await userEvent.type(loki.getByLabelText('User'), 'reader');
  await userEvent.type(loki.getByLabelText('Password'), 's3cret');
  expect(settings().jsonData).toEqual({ loki: { basicAuth: true, basicAuthUser: 'reader' } });
  expect(settings().secureJsonData).toEqual({ 'loki.basicAuthPassword': 's3cret' });
});

it('lets a stored secret be replaced, and does not show it', async () => {
  const { tempo, settings } = setup({ secureJsonFields: { 'tempo.bearerToken': true } });
  expect(tempo.getByLabelText(/^Bearer token/)).toBeDisabled();

  await userEvent.click(tempo.getByRole('button', { name: 'Reset' }));
  await userEvent.type(tempo.getByLabelText(/^Bearer token/), 'new');
  expect(settings().secureJsonData).toEqual({ 'tempo.bearerToken': 'new' });
});

it('adds a header by name and takes its value as a secret', async () => {
  const { loki, settings } = setup();
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
  expect(await screen.findByText(/^Logs is taken over\. .* enter the password yourself\.$/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Tempo' }));
  expect(await screen.findByText('Tempo is taken over; nothing is left to type.')).toBeInTheDocument();
  expect(settings().jsonData).toEqual({
    loki: { url: 'http://loki:3100', datasourceUid: 'l', basicAuth: true, basicAuthUser: undefined },
    tempo: { url: 'http://tempo:3200', datasourceUid: 't' },
  });
});

it('says what to do when a data source may not be read', async () => {
  setup();
  get.mockRejectedValueOnce(new Error('403'));
  await userEvent.click(screen.getByRole('button', { name: 'Tempo' }));
  expect(await screen.findByText(/^The settings of Tempo cannot be read; ask/)).toBeInTheDocument();
});
