import { progressText } from './SearchProgress';

it.each([
  { progress: undefined, text: 'Searching Loki and Tempo…' },
  {
    progress: { from: 0, linesScanned: 12_000, bytes: 1, tracesFound: 45, tracesFetched: 31 },
    text: 'Searched back to 1970-01-01 00:00:00 · 12,000 lines · 31 of 45 requests fetched',
  },
  {
    progress: { linesScanned: 0, bytes: 1, tracesFound: 50, tracesFetched: 8 },
    text: '8 of 50 requests fetched',
  },
])('says $text', ({ progress, text }) => {
  expect(progressText(progress)).toBe(text);
});
