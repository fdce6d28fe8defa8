import type { TemplateSrv } from '@grafana/runtime';

import { interpolateQuery, quotedValue } from './interpolate';

describe('quotedValue', () => {
  it.each([
    { name: 'a plain value', value: 'bookinfo', written: 'bookinfo' },
    { name: 'a quote, which would end the string', value: 'a" or "b', written: 'a\\" or \\"b' },
    { name: 'a backslash', value: 'C:\\temp', written: 'C:\\\\temp' },
    { name: 'a line break', value: 'a\nb', written: 'a\\nb' },
    { name: 'a regular expression, as text', value: 'a.b|c', written: 'a.b|c' },
    { name: 'several values', value: ['ratings', 'reviews'], written: 'ratings|reviews' },
    { name: 'several values with special characters', value: ['a.b', 'c"d'], written: 'a\\\\.b|c\\"d' },
    { name: 'one value of several', value: 'a.b', variable: { multi: true }, written: 'a\\\\.b' },
    { name: 'a value where "All" may be chosen', value: 'a+b', variable: { includeAll: true }, written: 'a\\\\+b' },
  ])('writes $name', ({ value, variable, written }) => {
    expect(quotedValue(value, variable)).toBe(written);
  });
});

describe('interpolateQuery', () => {
  const replace: TemplateSrv['replace'] = (target = '', scopedVars = {}, format) =>
    target.replace(/\$\{?(\w+)\}?/g, (_, name) => {
      const { value } = scopedVars[name] ?? { value: '' };
      return typeof format === 'function' ? format(value, {}) : String(value);
    });
  const vars = { namespace: { value: 'book"info' }, trace: { value: '00-4bf9-00f0-01' } };

  it('escapes values in LogQL and TraceQL and leaves a trace ID as it is', () => {
    const query = {
      refId: 'A',
      logql: '{namespace="$namespace"}',
      traceql: '{ name = "$namespace" }',
      traceId: '$trace',
    };
    expect(interpolateQuery(query, replace, vars)).toEqual({
      refId: 'A',
      logql: '{namespace="book\\"info"}',
      traceql: '{ name = "book\\"info" }',
      traceId: '00-4bf9-00f0-01',
    });
  });

  it.each([
    { name: 'all of a query', logql: '$query', written: '{a="b"} |= "x"' },
    { name: 'all of a query, in braces', logql: ' ${query} ', written: ' {a="b"} |= "x" ' },
    { name: 'a piece of a query', logql: '$query | json', written: '{a="b"} |= "x" | json' },
    { name: 'a text between backticks', logql: '{a="b"} |= `$path`', written: '{a="b"} |= `C:\\x`' },
    { name: 'nothing in a comment', logql: '{a="b"} # $query', written: '{a="b"} # $query' },
  ])('lets a variable stand for $name', ({ logql, written }) => {
    const some = { query: { value: '{a="b"} |= "x"' }, path: { value: 'C:\\`x' } };
    expect(interpolateQuery({ refId: 'A', logql }, replace, some).logql).toBe(written);
  });

  it('adds ad hoc filters, but not to a journey', () => {
    const filters = [{ key: 'app', operator: '=', value: 'x' }];
    expect(interpolateQuery({ refId: 'A' }, replace, {}, filters).logql).toBe('{app="x"}');
    expect(interpolateQuery({ refId: 'A', queryType: 'journey' }, replace, {}, filters).logql).toBeUndefined();
  });

  it.each<{ name: string; text: string; written: object }>([
    { name: 'a trace ID', text: '$trace', written: { query: '00-4bf9-00f0-01' } },
    { name: 'a query', text: '{ name = "$namespace" }', written: { query: '{ name = "book\\"info" }' } },
  ])('fills in variables of what a link sends: $name', ({ text, written }) => {
    expect(interpolateQuery({ refId: 'A', query: text }, replace, vars)).toEqual({ refId: 'A', ...written });
  });

  it.each<{ name: string; text: string; written: object }>([
    { name: 'a search', text: '{a="b"}', written: { queryType: 'search', logql: '{a="b", app="x"}' } },
    { name: 'not a journey', text: 'a3ce929d0e0e4736', written: { query: 'a3ce929d0e0e4736' } },
    { name: 'not what the backend refuses', text: 'null', written: { query: 'null' } },
  ])('adds ad hoc filters to what a link sends: $name', ({ text, written }) => {
    const filters = [{ key: 'app', operator: '=', value: 'x' }];
    expect(interpolateQuery({ refId: 'A', query: text }, replace, {}, filters)).toEqual({ refId: 'A', ...written });
  });

  it('does not change the query that is stored in a dashboard', () => {
    const query = Object.freeze({ refId: 'A', logql: '{namespace="$namespace"}' });
    interpolateQuery(query, replace, vars);
    expect(query.logql).toBe('{namespace="$namespace"}');
  });

  it('keeps absent what is absent', () => {
    expect(interpolateQuery({ refId: 'A', limit: 5 }, replace, vars)).toEqual({ refId: 'A', limit: 5 });
  });
});
