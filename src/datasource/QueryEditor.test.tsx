import React, { useState } from 'react';

import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import type { JourneyQuery } from '../contract';
import type { JourneyDataSource } from './datasource';
import { QueryEditor } from './QueryEditor';

function setup(initial: Partial<JourneyQuery> = {}) {
  const onRunQuery = jest.fn();
  let current: JourneyQuery = { refId: 'A', ...initial };
  function Host() {
    const [query, setQuery] = useState(current);
    current = query;
    return (
      <QueryEditor datasource={{} as JourneyDataSource} query={query} onChange={setQuery} onRunQuery={onRunQuery} />
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
