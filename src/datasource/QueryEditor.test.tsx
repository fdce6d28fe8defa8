import React, { useState } from 'react';

import { CoreApp } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import type { Names } from '../components/lang/suggest';
import type { JourneyQuery } from '../contract';
import type { JourneyDataSource } from './datasource';
import { QueryEditor } from './QueryEditor';

const names: Names = {
  labels: async () => ['app', 'namespace'],
  labelValues: async () => ['ratings', 'reviews'],
  fields: async () => [],
  attributes: async () => ['resource.service.name', 'status'],
  attributeValues: async () => [],
};
const datasource = {
  catalog: () => names,
  defaultLimit: (type: string) => (type === 'metrics' ? 200 : 50),
} as unknown as JourneyDataSource;

function setup(initial: Partial<JourneyQuery> = {}, app?: CoreApp, defaults: Partial<JourneyQuery> = {}) {
  const onRunQuery = jest.fn();
  let current: JourneyQuery = { refId: 'A', ...initial };
  function Host() {
    const [query, setQuery] = useState(current);
    current = query;
    return (
      <QueryEditor
        app={app}
        datasource={datasource}
        query={{ ...defaults, ...query }}
        queries={[query]}
        onChange={setQuery}
        onRunQuery={onRunQuery}
      />
    );
  }
  render(<Host />);
  return { onRunQuery, query: () => current };
}

it('edits a search and keeps what else the query holds', async () => {
  const { query } = setup({ frames: ['nodes', 'edges'] });
  await userEvent.type(screen.getByLabelText(/^TraceQL/), '{{ status = error }');
  await userEvent.type(screen.getByLabelText('Limit'), '7');
  expect(query()).toEqual({ refId: 'A', frames: ['nodes', 'edges'], traceql: '{ status = error }', limit: 7 });
});

it('runs on Shift+Enter, and breaks the line on Enter', async () => {
  const { onRunQuery, query } = setup({ logql: '{a="b"}' });
  await userEvent.type(screen.getByLabelText(/^LogQL/), '{Enter}| json');
  expect(onRunQuery).not.toHaveBeenCalled();
  expect(query().logql).toBe('{a="b"}\n| json');

  await userEvent.type(screen.getByLabelText(/^LogQL/), '{Shift>}{Enter}{/Shift}');
  expect(onRunQuery).toHaveBeenCalledTimes(1);
  expect(query().logql).toBe('{a="b"}\n| json');
});

it('asks for a trace ID alone when it is to show one journey', async () => {
  const { onRunQuery, query } = setup({ logql: '{a="b"}' });
  await userEvent.click(screen.getByLabelText('Journey'));
  expect(screen.queryByLabelText(/^LogQL/)).not.toBeInTheDocument();

  await userEvent.type(screen.getByLabelText('Trace ID'), 'abc{Enter}');
  expect(query()).toMatchObject({ queryType: 'journey', traceId: 'abc' });
  expect(onRunQuery).toHaveBeenCalledTimes(1);
});

it('takes an empty limit for the default', async () => {
  const { query } = setup({ limit: 5 });
  await userEvent.clear(screen.getByLabelText('Limit'));
  expect(query().limit).toBeUndefined();
});

it('completes what is typed from the servers', async () => {
  const { query } = setup();
  const logql = screen.getByLabelText(/^LogQL/);
  await userEvent.type(logql, '{{na');
  expect(await screen.findByRole('option', { name: /^namespace/ })).toHaveAttribute('aria-selected', 'true');

  await userEvent.type(logql, '{Enter}=');
  await userEvent.click(await screen.findByRole('option', { name: 'reviews' }));
  expect(query().logql).toBe('{namespace="reviews"');
  expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
});

it('closes the list by Escape and keeps the text', async () => {
  const { query } = setup();
  await userEvent.type(screen.getByLabelText(/^TraceQL/), '{{ sta');
  await screen.findByRole('option', { name: /^status/ });
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
  expect(query().traceql).toBe('{ sta');
});

it('asks for nearby lines of a journey only', async () => {
  const { query } = setup({ queryType: 'journey', traceId: 'abc' });
  const nearby = screen.getByRole('switch', { name: /^Nearby lines/ });
  await userEvent.click(nearby);
  expect(query()).toEqual({ refId: 'A', queryType: 'journey', traceId: 'abc', nearby: true });
  await userEvent.click(nearby);
  expect(query().nearby).toBeUndefined();
  await userEvent.click(screen.getByLabelText('Search'));
  expect(screen.queryByRole('switch', { name: /^Nearby lines/ })).not.toBeInTheDocument();
});

it('shows the journey of a trace ID pasted into a query', async () => {
  const { onRunQuery, query } = setup();
  await userEvent.click(screen.getByLabelText(/^LogQL/));
  await userEvent.paste(' 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01');
  expect(query()).toMatchObject({
    queryType: 'journey',
    traceId: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  });
  expect(onRunQuery).toHaveBeenCalledTimes(1);
});

it('shows the journey that a link asks for', async () => {
  const { query } = setup({ query: '971a783785d63641' });
  expect(screen.getByLabelText('Journey')).toBeChecked();
  expect(screen.getByLabelText('Trace ID')).toHaveValue('971a783785d63641');
  expect(query()).toEqual({ refId: 'A', query: '971a783785d63641' });

  await userEvent.type(screen.getByLabelText('Trace ID'), '0');
  expect(query()).toEqual({ refId: 'A', queryType: 'journey', traceId: '971a783785d636410' });
});

it.each<{ query: string; label: RegExp }>([
  { query: '{app="x"} |= "y"', label: /^LogQL/ },
  { query: '{ status = error }', label: /^TraceQL/ },
])('shows the search that a link asks for: $query', ({ query, label }) => {
  setup({ queryType: 'traceql' as JourneyQuery['queryType'], query });
  expect(screen.getByLabelText('Search')).toBeChecked();
  expect(screen.getByLabelText(label)).toHaveValue(query);
});

it.each([
  {
    query: '{name="x"}',
    says: 'This text can be LogQL or TraceQL; it was searched as TraceQL. Enter it as LogQL if you mean log lines.',
  },
  {
    query: 'null',
    says: '"null" is neither a trace ID nor LogQL nor TraceQL: correct the link that sent it, or enter a trace ID or a query.',
  },
])('remarks on $query of a link until it is edited', async ({ query, says }) => {
  const host = setup({ query });
  expect(screen.getByText(says)).toBeInTheDocument();
  await userEvent.type(screen.getByLabelText(/^LogQL/), '{{}');
  expect(screen.queryByText(says)).not.toBeInTheDocument();
  expect(host.query()).toMatchObject({ logql: '{}', query: undefined });
});

it('lets a search be counted', async () => {
  const { query } = setup({ traceql: '{}' });
  await userEvent.click(screen.getByLabelText('Metrics'));
  await userEvent.click(screen.getByLabelText('Findings'));
  await userEvent.click(screen.getByLabelText('By service'));
  expect(query()).toEqual({ refId: 'A', queryType: 'metrics', traceql: '{}', metric: 'findings', by: 'service' });
  expect(screen.getByText(/counts their findings by code for each service/)).toBeInTheDocument();
});

it('hints at the limit that applies, and carries none from a list to a number', async () => {
  const { query } = setup({ traceql: '{}', limit: 50 });
  await userEvent.click(screen.getByLabelText('Metrics'));
  expect(query()).toEqual({ refId: 'A', queryType: 'metrics', traceql: '{}' });
  expect(screen.getByLabelText('Limit')).toHaveAttribute('placeholder', '200');
  expect(screen.getByText(/joins the newest 200 and counts them by verdict in each interval/)).toBeInTheDocument();

  await userEvent.click(screen.getByLabelText('Search'));
  expect(screen.getByLabelText('Limit')).toHaveAttribute('placeholder', '50');
});

it('stores no metric that is the usual one', async () => {
  const { query } = setup({ queryType: 'metrics', traceql: '{}', metric: 'p95' });
  await userEvent.click(screen.getByLabelText('Requests'));
  expect(query()).toEqual({ refId: 'A', queryType: 'metrics', traceql: '{}' });
});

describe('in an alert rule', () => {
  // Grafana lays these below what the rule has.
  const defaults: Partial<JourneyQuery> = { queryType: 'metrics', instant: true };
  const alerting = (initial: Partial<JourneyQuery>) => setup(initial, CoreApp.UnifiedAlerting, defaults);

  // Where this data source is the default one, Grafana's new query has the key.
  it.each([{}, { instant: undefined }])('starts as one number, with no other type to choose: %j', async (initial) => {
    const { query } = alerting(initial);
    expect(screen.getAllByRole('radio', { name: /Search|Journey|Metrics/ })).toEqual([
      screen.getByLabelText('Metrics'),
    ]);
    expect(screen.getByLabelText('Metrics')).toBeChecked();
    expect(screen.getByLabelText('One number')).toBeChecked();
    await userEvent.click(screen.getByRole('button', { name: 'Requests with errors' }));
    expect(query()).toEqual({ refId: 'A', queryType: 'metrics', instant: true, traceql: '{ status = error }' });
  });

  it('says of a search what to do, and does it', async () => {
    const { query } = alerting({ queryType: 'search', traceql: '{}', limit: 50 });
    expect(screen.getByText('This query returns requests, but an alert rule compares numbers.')).toBeInTheDocument();
    expect(screen.getByLabelText('Metrics')).not.toBeChecked();
    await userEvent.click(screen.getByRole('button', { name: 'Change to Metrics' }));
    expect(query()).toEqual({ refId: 'A', queryType: 'metrics', instant: true, traceql: '{}' });
    expect(screen.queryByText(/an alert rule compares numbers/)).not.toBeInTheDocument();
  });

  it('keeps the time series, and the limit, of a rule that has them', async () => {
    const { query } = alerting({ queryType: 'metrics', traceql: '{}', limit: 50 });
    expect(screen.getByLabelText('One number')).not.toBeChecked();
    await userEvent.click(screen.getByLabelText('Findings'));
    expect(query()).toEqual({ refId: 'A', queryType: 'metrics', traceql: '{}', limit: 50, metric: 'findings' });
  });

  it('stores that one number is not wanted, which is the default', async () => {
    const { query } = alerting({ traceql: '{}' });
    await userEvent.click(screen.getByLabelText('One number'));
    expect(query()).toMatchObject({ queryType: 'metrics', instant: false });
    expect(screen.getByLabelText('One number')).not.toBeChecked();
  });
});

it('begins with an example, until there is a query', async () => {
  const { query } = setup();
  await userEvent.click(screen.getByRole('button', { name: 'Requests with errors' }));
  expect(query().traceql).toBe('{ status = error }');
  expect(screen.queryByText('Begin with')).not.toBeInTheDocument();
});

it('chooses frames, and forgets a choice that is the usual one', async () => {
  const { query } = setup({ traceql: '{}' });
  await userEvent.click(screen.getByRole('button', { name: 'findings' }));
  expect(query().frames).toEqual(['journeys', 'nodes', 'edges', 'findings']);
  await userEvent.click(screen.getByRole('button', { name: 'findings' }));
  expect(query().frames).toBeUndefined();
});
