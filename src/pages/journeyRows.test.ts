import { type JourneyRow, outcomeOf } from './journeyRows';

it.each([
  { what: 'a request that succeeded', row: { status: 'unset', spans: 3 }, outcome: 'ok' },
  { what: 'a request that failed', row: { status: 'error', spans: 3 }, outcome: 'error' },
  { what: 'log lines alone', row: { status: 'unset', spans: 0 }, outcome: 'unknown' },
  { what: 'a request that nobody knows', row: { status: 'unset', spans: 0, verdict: 'not-found' }, outcome: 'unknown' },
])('says how it ended: $what', ({ row, outcome }) => {
  expect(outcomeOf(row as JourneyRow)).toBe(outcome);
});
