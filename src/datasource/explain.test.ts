import type { JourneyQuery } from '../contract';
import { explain } from './explain';

it.each<{ query: Partial<JourneyQuery>; says: string }>([
  { query: {}, says: 'Enter LogQL, TraceQL or both, or paste a trace ID.' },
  {
    query: { logql: '{a="b"}' },
    says: 'Finds requests by the trace IDs in the lines that match in Loki, and lists the newest 50.',
  },
  {
    query: { traceql: '{}', frames: ['journeys', 'steps', 'findings'] },
    says: 'Finds requests whose spans match in Tempo, and fetches all spans and log lines of the newest 50.',
  },
  {
    query: { traceql: '{}', frames: ['journeys', 'findings'] },
    says: 'Finds requests whose spans match in Tempo, and lists the newest 50 with all their log lines counted.',
  },
  {
    query: { traceql: '{}', limit: 7 },
    says: 'Finds requests whose spans match in Tempo, and lists the newest 7.',
  },
  {
    query: { queryType: 'metrics', metric: 'errorShare', by: 'service', logql: '{a="b"}', traceql: '{}', limit: 9 },
    says:
      'Finds requests with a line that matches in Loki and spans that match in Tempo, joins the newest 9 and gives ' +
      'the share that failed for each service and in each interval.',
  },
  {
    query: { queryType: 'metrics', traceql: '{}', instant: true },
    says: 'Finds requests whose spans match in Tempo, joins as many as the data source allows and counts them by verdict.',
  },
  {
    query: { queryType: 'journey', logql: 'left over' },
    says: 'Fetches all spans of this trace from Tempo, and its log lines around that time from Loki.',
  },
])('says "$says"', ({ query, says }) => {
  expect(explain({ refId: 'A', ...query })).toBe(says);
});
