import { exploreUrl, lineQueries, traceQuery } from './ExploreLinks';
import { initialState } from './pageState';
import { shareUrl } from './ShareButton';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const state = { ...initialState, logql: '{a="b"}', traceql: '{ }', from: '1000', to: '2000' };

it('asks core data sources for the journey that is chosen, however its ID was pasted', () => {
  const chosen = { ...state, trace: `00-${ID.toUpperCase()}-00f067aa0ba902b7-01` };
  expect(lineQueries(chosen, '{ns="x"}')?.map(({ expr }) => expr)).toEqual([
    `{ns="x"} |= \`${ID}\``,
    `{ns="x"} | trace_id=\`${ID}\``,
  ]);
  expect(traceQuery(chosen)?.query).toBe(ID);
});

it('asks them the same question when none is chosen', () => {
  expect(lineQueries(state)?.map(({ expr }) => expr)).toEqual(['{a="b"}']);
  expect(traceQuery(state)?.query).toBe('{ }');
  expect(lineQueries({ ...state, logql: ' ' })).toBeUndefined();
  expect(traceQuery({ ...state, traceql: '' })).toBeUndefined();
});

it('writes a pane as Explore reads it', () => {
  const url = new URL(exploreUrl('T', [{ refId: 'A', query: ID }], state), 'http://grafana');
  expect(JSON.parse(url.searchParams.get('panes') ?? '')).toEqual({
    journey: {
      datasource: 'T',
      queries: [{ refId: 'A', query: ID, datasource: { uid: 'T' } }],
      range: { from: '1000', to: '2000' },
    },
  });
});

it('shares an address that does not move on with time', () => {
  jest.useFakeTimers({ now: 10_000_000 });
  const url = new URL(shareUrl({ ...initialState, traceql: '{ }' }));
  expect(Object.fromEntries(url.searchParams)).toEqual({ traceql: '{ }', from: '6400000', to: '10000000' });
  jest.useRealTimers();
});
