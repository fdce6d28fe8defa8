import { type Language, lex } from '../lang/lexer';

const labelName = /^[A-Za-z_]\w*$/;
const constants = new Set(['true', 'false', 'nil']);
/** Intrinsics of TraceQL that can be compared with a text, as labels are. */
const textIntrinsics = new Set(['name', 'statusMessage', 'rootName', 'rootServiceName']);
/** Intrinsics that cannot. */
const otherIntrinsics = new Set([
  'status',
  'kind',
  'duration',
  'traceDuration',
  'childCount',
  'parent',
  'nestedSetLeft',
  'nestedSetRight',
  'nestedSetParent',
]);

/**
 * Tells LogQL from TraceQL by what only one of the two can mean; undefined when the text is
 * neither. It does not check the rest: the servers do, in their own words. The backend does
 * the same (pkg/query/language.go); tests/checks/queries/elsewhere.json has samples that both must
 * read alike.
 */
export function languageOf(text: string): Language | 'either' | undefined {
  const tokens = lex(text, 'traceql')
    .filter(({ kind }) => kind !== 'space' && kind !== 'comment')
    .map((token) => token.text);
  const brace = tokens.indexOf('{');
  if (brace < 0) {
    return undefined;
  }
  if (tokens.findIndex((token) => token !== '(') === brace) {
    return languageOfBraces(tokens.slice(brace + 1));
  }
  // A function; TraceQL begins with its spans.
  return tokens.slice(0, brace).includes('(') ? 'logql' : undefined;
}

/** Decides by the first condition; only a label named as an intrinsic needs what comes after it. */
function languageOfBraces([name = '', , value, ...rest]: string[]) {
  if (!labelName.test(name) || constants.has(name)) {
    return 'traceql'; // {}, a scope as in span.x, a text, a parenthesis
  }
  if (!textIntrinsics.has(name) && !otherIntrinsics.has(name)) {
    return 'logql';
  }
  return isString(value) ? languageAfter(name, rest) : 'traceql'; // status = error
}

/** Decides by what comes after the first condition. */
function languageAfter(name: string, [next, ...tokens]: string[]) {
  if (next !== '}') {
    return logqlIf(next === ',');
  }
  const [first, ...rest] = without(')', tokens);
  switch (first) {
    case undefined:
      return textIntrinsics.has(name) ? 'either' : 'logql'; // TraceQL compares the others with no text
    case '|=':
    case '!=':
    case '|~':
    case '|>':
      return 'logql';
    case '!~':
    case '!>': // a line filter, or a relation to another span
      return logqlIf(isString(rest[0]));
    case '|':
      return languageOfStage(without('(', rest));
  }
  return 'traceql';
}

/** Tells `| json` and `| level="error"` from `| count() > 1` and `| { … }`. */
function languageOfStage([first = '', second]: string[]) {
  return logqlIf(labelName.test(first) && second !== '(');
}

function logqlIf(is: boolean): Language {
  return is ? 'logql' : 'traceql';
}

function without(leading: string, tokens: string[]): string[] {
  const start = tokens.findIndex((token) => token !== leading);
  return start < 0 ? [] : tokens.slice(start);
}

function isString(token: string | undefined): boolean {
  return token?.[0] === '"' || token?.[0] === '`';
}
