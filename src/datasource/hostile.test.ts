/**
 * Builds queries out of texts that try to be more than text. What they mean, the servers'
 * own parsers judge: tests/harness/stack/loki and tests/harness/stack/tempo read the file that is kept here.
 * UPDATE_QUERIES=1 rewrites it.
 */
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

import type { ScopedVars } from '@grafana/data';

import type { JourneyQuery } from '../contract';
import { withFilters } from './adhoc';
import { interpolateQuery } from './interpolate';

const FILE = join(__dirname, '../../tests/checks/queries/frontend.json');

const PIECES = [
  ...['"', '`', '\\', '\\"', "'", '\n', '\r', '\t', '}', '{', '|', '=', '!=', ' or ', '||', '&&', ' and ', ',', '(', ')'],
  ...['#', '//', '/*', '*/', '$', '${x}', '[[x]]', '.', '*', '+', '?', '[', ']', '^', '-', '\\d', '\\Q', '\\E', '\\x41'],
  ...['a', 'Z', '0_', ' ', 'é', '日', '\u202e', '\u2028', '\ufeff', '😀', '| json', '|= "a"', 'status = error'],
];

/** The same texts in every run. */
function texts(count: number): string[] {
  let state = 7;
  const next = (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  return Array.from({ length: count }, () => Array.from({ length: 1 + next(7) }, () => PIECES[next(PIECES.length)]).join(''));
}

type Build = (text: string) => Pick<JourneyQuery, 'logql' | 'traceql'>;

const empty = {} as JourneyQuery;
const filtered =
  (key: string, operator: string, onto: Partial<JourneyQuery> = {}): Build =>
  (text) =>
    withFilters({ ...empty, ...onto }, [{ key, operator, value: text, values: [text, 'b'] }]);
const interpolated =
  (query: Partial<JourneyQuery>, variable: { multi: boolean }): Build =>
  (text) =>
    interpolateQuery(
      { ...empty, ...query } as JourneyQuery,
      (target, _: ScopedVars | undefined, format) =>
        (target ?? '').replace('$v', () => (format as (value: unknown, variable: object) => string)(text, variable)),
      {}
    );

/** Texts of a regular expression are its author's: those stand for themselves. */
const builders: Record<string, Build> = {
  'a label equals': filtered('app', '=', { logql: '{a="b"} |= "c"' }),
  'a label is one of': filtered('app', '=|'),
  'a label is none of': filtered('app', '!=|'),
  'a span attribute equals': filtered('resource.service.name', '=', { traceql: '{ status = error } >> { }' }),
  'a span attribute is one of': filtered('span.http.route', '=|'),
  'an intrinsic that takes words': filtered('span:status', '='),
  'a duration': filtered('trace:duration', '>'),
  'the name of a span attribute': (text) => withFilters(empty, [{ key: `span.-${text}`, operator: '=', value: 'v' }]),
  'a variable in a string of LogQL': interpolated({ logql: '{app="$v"} |= "x"' }, { multi: false }),
  'several values in a string of LogQL': interpolated({ logql: '{app=~"$v"}' }, { multi: true }),
  'a variable between backticks': interpolated({ logql: '{app=~`$v`} |= "x"' }, { multi: false }),
  'a variable in a string of TraceQL': interpolated({ traceql: '{ name = "$v" && status = error }' }, { multi: false }),
};

it('builds what the judges read', () => {
  const built = Object.entries(builders).flatMap(([builder, build]) =>
    texts(60).map((text) => ({ builder, text, ...build(text), plain: build('X') }))
  );
  const written = JSON.stringify(built, null, 1) + '\n';
  if (process.env.UPDATE_QUERIES) {
    writeFileSync(FILE, written);
  }
  expect(readFileSync(FILE, 'utf8') === written).toBe(true); // as a whole: the difference fills screens
});

it.each(['} || { true', '= "a" } || { name =', '', 'or'])('takes no operator of its own making: %s', (operator) => {
  const filters = [{ key: 'resource.service.name', operator, value: 'x' }];
  expect(withFilters({ ...empty, traceql: '{ }' }, filters)).toEqual({ traceql: '{ }' });
});
