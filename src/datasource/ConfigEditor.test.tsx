import React, { useState } from 'react';

import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { ConfigEditor } from './ConfigEditor';
import type { Settings } from './settings';

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
