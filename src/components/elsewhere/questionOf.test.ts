import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { JourneyQuery } from '../../contract';
import { questionOf, readQuery } from './questionOf';

/** What the backend reads, too; see pkg/query/elsewhere_test.go. */
interface Sample {
  query: string;
  queryType?: JourneyQuery['queryType'];
  becomes?: Partial<JourneyQuery>;
  remark?: string;
  /** As the backend's, which makes it a sentence later on. */
  error?: string;
}

const samples: Sample[] = JSON.parse(readFileSync(join('tests', 'checks', 'queries', 'elsewhere.json'), 'utf8'));

it.each(samples)('reads $queryType $query', ({ query, queryType, becomes, remark, error }) => {
  const sent: JourneyQuery = { refId: 'A', queryType, query, limit: 7 };
  const stays = { queryType: queryType === 'metrics' ? queryType : undefined, query: query.trim() };
  expect(readQuery(sent)).toEqual({
    query: { refId: 'A', limit: 7, ...(becomes ?? stays) },
    remark: becomes ? remark : `${error}.`,
  });
});

it.each<{ name: string; sent: Partial<JourneyQuery>; asks: Partial<JourneyQuery> }>([
  { name: 'a search', sent: { query: 'null', traceql: '{}' }, asks: { traceql: '{}' } },
  { name: 'a trace ID', sent: { query: '{}', traceId: 'abc' }, asks: { traceId: 'abc' } },
  {
    name: 'no text',
    sent: { query: '', queryType: 'journey', traceId: 'abc' },
    asks: { queryType: 'journey', traceId: 'abc' },
  },
  { name: 'blanks', sent: { query: ' \n', logql: '{a="b"}' }, asks: { logql: '{a="b"}' } },
])('lets own fields win: $name', ({ sent, asks }) => {
  expect(readQuery({ refId: 'A', ...sent })).toEqual({ query: { refId: 'A', ...asks } });
});

it.each(['$trace', '${trace}', '[[trace]]', '00-${trace}-00f067aa0ba902b7-01'])('takes %s for a trace ID', (query) => {
  expect(questionOf({ refId: 'A', query })).toEqual({ refId: 'A', queryType: 'journey', traceId: query });
});

it('leaves the query alone that a dashboard stores', () => {
  const stored = Object.freeze({ refId: 'A', query: '{}' });
  questionOf(stored);
  expect(stored).toEqual({ refId: 'A', query: '{}' });
});
