import { DATASOURCE_ID } from '../../contract';
import { questionOf } from './questionOf';

const loki = { type: 'loki', uid: 'L' };
const tempo = { type: 'tempo', uid: 'T' };
const ours = { type: DATASOURCE_ID, uid: 'J' };
const interpolate = (text: string) => text.replaceAll('$ns', 'shop');

it.each([
  {
    name: 'a log query',
    targets: [{ datasource: loki, expr: '{ns="$ns"} |= "x"' }],
    asks: { logql: '{ns="shop"} |= "x"' },
  },
  { name: 'a metric query of logs', targets: [{ datasource: loki, expr: 'rate({ns="a"}[1m])' }], asks: undefined },
  {
    name: 'TraceQL',
    targets: [{ datasource: tempo, query: '{ status = error }' }],
    asks: { traceql: '{ status = error }' },
  },
  { name: 'a trace ID', targets: [{ datasource: tempo, query: '4bf92f35' }], asks: { trace: '4bf92f35' } },
  { name: 'TraceQL metrics', targets: [{ datasource: tempo, query: '{ } | rate() by (name)' }], asks: undefined },
  {
    name: 'a search of ours',
    targets: [{ datasource: ours, queryType: 'search', logql: '{a="b"}', traceql: '' }],
    asks: { logql: '{a="b"}' },
  },
  {
    name: 'a journey of ours',
    targets: [{ datasource: ours, queryType: 'journey', traceId: 'ab' }],
    asks: { trace: 'ab' },
  },
  { name: 'a trace ID that led to ours', targets: [{ datasource: ours, query: 'ab' }], asks: { trace: 'ab' } },
  {
    name: 'LogQL that led to ours',
    targets: [{ datasource: ours, query: '{ns="$ns"}' }],
    asks: { logql: '{ns="shop"}' },
  },
  { name: 'what led to ours and is no question', targets: [{ datasource: ours, query: 'null' }], asks: undefined },
  {
    name: 'logs and traces together',
    targets: [
      { datasource: loki, expr: '{a="b"}' },
      { datasource: tempo, query: '{ }' },
    ],
    asks: { logql: '{a="b"}', traceql: '{ }' },
  },
  {
    name: 'the first of two log queries',
    targets: [
      { datasource: loki, expr: '{a="b"}' },
      { datasource: loki, expr: '{c="d"}' },
    ],
    asks: { logql: '{a="b"}' },
  },
  { name: 'a hidden query', targets: [{ datasource: loki, expr: '{a="b"}', hide: true }], asks: undefined },
  { name: 'another data source', targets: [{ datasource: { type: 'prometheus' }, expr: '{a="b"}' }], asks: undefined },
  { name: 'an empty query', targets: [{ datasource: loki }], asks: undefined },
])('takes $name', ({ targets, asks }) => {
  expect(
    questionOf(
      targets.map((target, i) => ({ refId: String(i), ...target })),
      interpolate
    )
  ).toEqual(asks);
});
