import { reduce, type SetupState } from './useSetup';

const checks = [
  { id: 'loki', title: 'Loki answers' },
  { id: 'lines', title: 'Lines carry IDs' },
];
const loki = { id: 'loki', status: 'ok' as const, message: 'Connected to Loki.' };

const after = (...steps: Array<Parameters<typeof reduce>[1]>): SetupState =>
  steps.reduce(reduce, { checks: [], results: {}, isRunning: false });

it('knows the checks to come before their results', () => {
  const state = after({ start: true }, { checks }, { result: loki });
  expect(state).toEqual({ checks, results: { loki }, isRunning: true });
});

it('has ended when all is said', () => {
  expect(after({ start: true }, { checks }, { result: loki }, { took: 12 }, { end: true })).toMatchObject({
    isRunning: false,
    took: 12,
    error: undefined,
  });
});

it('says that an answer was cut off', () => {
  const state = after({ start: true }, { checks }, { result: loki }, { end: true });
  expect(state.error).toMatch(/ended early/);
  expect(state.results).toEqual({ loki });
});

it('starts again with the checks, without their results', () => {
  const state = after({ checks }, { result: loki }, { took: 12 }, { error: 'gone' }, { start: true });
  expect(state).toEqual({ checks, results: {}, isRunning: true });
});
