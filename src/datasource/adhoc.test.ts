import type { AdHocVariableFilter } from '@grafana/data';

import { withFilters } from './adhoc';

const filter = (key: string, operator: string, value: string, values?: string[]): AdHocVariableFilter => ({
  key,
  operator,
  value,
  values,
});

interface Case {
  name: string;
  filters: AdHocVariableFilter[];
  logql?: string;
  traceql?: string;
  want: { logql?: string; traceql?: string };
}

it.each<Case>([
  { name: 'nothing', filters: [], logql: '{a="b"}', want: { logql: '{a="b"}' } },
  {
    name: 'a label',
    filters: [filter('app', '=', 'x')],
    logql: '{a="{"} |= "{}"',
    want: { logql: '{a="{", app="x"} |= "{}"' },
  },
  {
    name: 'a label after a comma',
    filters: [filter('app', '!=', 'x')],
    logql: '{a="b",}',
    want: { logql: '{a="b", app!="x"}' },
  },
  { name: 'a label alone', filters: [filter('app', '=~', 'x|y')], want: { logql: '{app=~"x|y"}' } },
  { name: 'one of several', filters: [filter('app', '=|', 'x', ['a.b', 'c'])], want: { logql: '{app=~"a\\\\.b|c"}' } },
  {
    name: 'a value that would end the string',
    filters: [filter('app', '=', 'x"} or {y="')],
    want: { logql: '{app="x\\"} or {y=\\""}' },
  },
  {
    name: 'a span attribute in every spanset',
    filters: [filter('resource.service.name', '=', 'shop')],
    traceql: '{ status = error || kind = server } >> { }',
    want: {
      traceql:
        '{(status = error || kind = server) && resource.service.name = "shop"} >> {resource.service.name = "shop"}',
    },
  },
  { name: 'a word of the language', filters: [filter('status', '=', 'error')], want: { traceql: '{status = error}' } },
  {
    name: 'a duration',
    filters: [filter('trace:duration', '>', '1.5s')],
    want: { traceql: '{trace:duration > 1.5s}' },
  },
  {
    name: 'what may be a number or a text',
    filters: [filter('span.http.status_code', '=', '500')],
    want: { traceql: '{(span.http.status_code = "500" || span.http.status_code = 500)}' },
  },
  { name: 'a number to compare', filters: [filter('.n', '>', '5')], want: { traceql: '{.n > 5}' } },
  { name: 'a name with a blank', filters: [filter('span.a b', '=', 'x')], want: { traceql: '{span."a b" = "x"}' } },
  {
    name: 'both sides, before a comment',
    filters: [filter('app', '=', 'x'), filter('name', '=', 'left to Loki')],
    logql: '{a="b" # all\n}',
    want: { logql: '{a="b", app="x", name="left to Loki"}' },
  },
])('adds $name', ({ filters, want, ...query }) => {
  const { logql, traceql } = withFilters({ refId: 'A', logql: query.logql, traceql: query.traceql }, filters);
  expect({ logql, traceql }).toEqual({ logql: undefined, traceql: undefined, ...want });
});
