import type { JourneyQuery } from '../contract';
import { explain } from './explain';

it.each<{ query: Partial<JourneyQuery>; says: string }>([
  { query: {}, says: 'Enter LogQL, TraceQL or both; a trace ID pasted here is looked up.' },
  {
    query: { logql: '{a="b"}' },
    says: 'Finds requests by the trace IDs in the lines that match in Loki; lists the newest 50 of them.',
  },
  {
    query: { traceql: '{}', frames: ['journeys', 'steps', 'findings'] },
    says: 'Finds requests whose spans match in Tempo; gets the newest 50 of them whole.',
  },
  {
    query: { traceql: '{}', frames: ['journeys', 'findings'] },
    says: 'Finds requests whose spans match in Tempo; lists the newest 50 of them and searches for all their log lines.',
  },
  {
    query: { traceql: '{}', limit: 7 },
    says: 'Finds requests whose spans match in Tempo; lists the newest 7 of them.',
  },
  {
    query: { queryType: 'metrics', metric: 'errorShare', by: 'service', logql: '{a="b"}', traceql: '{}', limit: 9 },
    says:
      'Finds requests with a line that matches in Loki and spans that match in Tempo; joins the newest 9 and gives ' +
      'the share that failed for each service and in each interval.',
  },
  {
    query: { queryType: 'metrics', traceql: '{}', instant: true },
    says: 'Finds requests whose spans match in Tempo; joins as many as the data source allows and counts them by verdict.',
  },
  {
    query: { queryType: 'journey', logql: 'left over' },
    says: 'Gets all spans of this trace from Tempo and, around their time, all its log lines from Loki.',
  },
])('says "$says"', ({ query, says }) => {
  expect(explain({ refId: 'A', ...query })).toBe(says);
});
