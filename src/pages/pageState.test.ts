import { dateTime } from '@grafana/data';

import {
  fromRawRange,
  initialState,
  isQuestion,
  isSearch,
  type PageState,
  readUrl,
  toTimeRange,
  writeUrl,
} from './pageState';

const full: PageState = {
  logql: '{a="b"} |= "x&y=z"',
  traceql: '{ status = error }',
  trace: '4bf92f3577b34da6a3ce929d0e0e4736',
  from: '1764000000000',
  to: '1764003600000',
  ds: 'journey',
  limit: '20',
  live: 'on',
  nearby: 'on',
};

it('reads back what it wrote', () => {
  expect(readUrl(writeUrl(full))).toEqual(full);
});

it('leaves out of the address what is as it is at first', () => {
  expect(Object.values(writeUrl(initialState))).toEqual(Object.keys(initialState).map(() => null));
});

describe('readUrl', () => {
  it.each([
    { name: 'nothing', params: {}, state: {} },
    { name: 'a parameter twice', params: { trace: ['abc', 'def'] }, state: { trace: 'abc' } },
    { name: 'a parameter without a value', params: { logql: true }, state: {} },
    { name: 'a trace ID that looks like a number', params: { trace: 42 }, state: { trace: '42' } },
    { name: 'a relative range', params: { from: 'now-6h', to: 'now-1h' }, state: { from: 'now-6h', to: 'now-1h' } },
    { name: 'a range in milliseconds', params: { from: '1', to: '2' }, state: { from: '1', to: '2' } },
    { name: 'half a range that is none', params: { from: 'yesterday', to: '2' }, state: {} },
    { name: 'a limit', params: { limit: '20' }, state: { limit: '20' } },
    { name: 'a limit that is none', params: { limit: 'all' }, state: {} },
    { name: 'live that is neither on nor off', params: { live: 'yes' }, state: {} },
    { name: 'foreign parameters', params: { orgId: '1', theme: 'light' }, state: {} },
  ])('takes $name', ({ params, state }) => {
    expect(readUrl(params)).toEqual({ ...initialState, ...state });
  });
});

describe('toTimeRange', () => {
  beforeEach(() => jest.useFakeTimers({ now: Date.UTC(2026, 10, 20, 12) }));
  afterEach(() => jest.useRealTimers());

  it('moves on with time', () => {
    const { from, to, raw } = toTimeRange({ from: 'now-1h', to: 'now' });
    expect([from.toISOString(), to.toISOString()]).toEqual(['2026-11-20T11:00:00.000Z', '2026-11-20T12:00:00.000Z']);
    expect(raw).toEqual({ from: 'now-1h', to: 'now' });
  });

  it('rounds the end of a day up', () => {
    expect(toTimeRange({ from: 'now/d', to: 'now/d' }).to.toISOString()).toBe('2026-11-20T23:59:59.999Z');
  });

  it('stays where it is given in milliseconds', () => {
    const { from, raw } = toTimeRange(full);
    expect(from.valueOf()).toBe(1764000000000);
    expect(fromRawRange(raw)).toEqual({ from: full.from, to: full.to });
  });
});

it('writes what the time picker gives', () => {
  expect(fromRawRange({ from: 'now-5m', to: dateTime(5) })).toEqual({ from: 'now-5m', to: '5' });
});

it.each([
  { name: 'nothing', state: {}, question: false, search: false },
  { name: 'blanks', state: { logql: ' ', trace: ' ' }, question: false, search: false },
  { name: 'LogQL', state: { logql: '{}' }, question: true, search: true },
  { name: 'a trace ID', state: { trace: 'abc' }, question: true, search: false },
])('$name asks: $question', ({ state, question, search }) => {
  expect(isQuestion({ ...initialState, ...state })).toBe(question);
  expect(isSearch({ ...initialState, ...state })).toBe(search);
});
