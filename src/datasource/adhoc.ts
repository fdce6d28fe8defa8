import type { AdHocVariableFilter } from '@grafana/data';

import { type Language, lex } from '../components/lang/lexer';
import type { JourneyQuery } from '../contract';
import { escapeRegex, quote } from '../escape';

/** Intrinsics of TraceQL that can be mistaken for a label; all others have a scope. */
const INTRINSICS = new Set([
  'status',
  'statusMessage',
  'kind',
  'duration',
  'traceDuration',
  'rootName',
  'rootServiceName',
]);
/** Their values are words of the language, not strings. */
const WORDS = new Set(['status', 'span:status', 'kind', 'span:kind']);
/** Filters also come from links: what is none of these would become a piece of the query. */
const OPERATORS = new Set(['=', '!=', '=~', '!~', '<', '<=', '>', '>=', '=|', '!=|']);

/**
 * Adds ad hoc filters to a query: those on labels of Loki to every stream selector,
 * those on attributes of spans to every spanset. A filter on what the query does not
 * ask at all makes it ask: the requests found then match both.
 */
export function withFilters<T extends JourneyQuery>(query: T, filters: AdHocVariableFilter[]): T {
  const whole = filters.filter(({ key, operator }) => key && OPERATORS.has(operator));
  const spans = whole.filter(({ key }) => isAttribute(key)).map(spanFilter);
  const labels = whole.filter(({ key }) => !isAttribute(key)).map(labelMatcher);
  return {
    ...query,
    ...(labels.length > 0 && { logql: inEveryBrace(query.logql?.trim() || startOf(labels), labels.join(', '), 'logql') }),
    ...(spans.length > 0 && { traceql: inEveryBrace(query.traceql, spans.join(' && '), 'traceql') }),
  };
}

/** Attributes have a scope (resource.x, span.x, .x, span:x); labels of Loki cannot have a dot or stand before a colon. */
export function isAttribute(key: string): boolean {
  return key.includes('.') || key.includes(':') || INTRINSICS.has(key);
}

function labelMatcher({ key, operator, value, values }: AdHocVariableFilter): string {
  const name = /^[A-Za-z_]\w*$/.test(key) ? key : quote(key);
  switch (operator) {
    case '=|':
      return `${name}=~${quote(oneOf(values ?? [value]))}`;
    case '!=|':
      return `${name}!~${quote(oneOf(values ?? [value]))}`;
    default:
      return `${name}${operator}${quote(value)}`;
  }
}

/** Loki refuses a selector that only says what a stream is not. */
function startOf(matchers: string[]): string {
  return matchers.every((matcher) => /^(?:\w+|"(?:\\.|[^"\\])*")!/.test(matcher)) ? '{service_name=~".+"}' : '';
}

function spanFilter({ key, operator, value, values }: AdHocVariableFilter): string {
  const name = attributeName(key);
  if (operator === '=|' || operator === '!=|') {
    const each = (values ?? [value]).map((one) => comparison(name, key, operator === '=|' ? '=' : '!=', one));
    return `(${each.join(operator === '=|' ? ' || ' : ' && ')})`;
  }
  return comparison(name, key, operator, value);
}

/** What looks like a number may be one in the span, or a string of digits: both are meant. */
function comparison(name: string, key: string, operator: string, value: string): string {
  if ((WORDS.has(key) && /^[a-z]+$/.test(value)) || isQuantity(key, value)) {
    return `${name} ${operator} ${value}`;
  }
  const asText = `${name} ${operator} ${quote(value)}`;
  if (!isLiteral(value) || operator.includes('~')) {
    return asText;
  }
  const asNumber = `${name} ${operator} ${value}`;
  return operator === '=' || operator === '!=' ? `(${asText} ${operator === '=' ? '||' : '&&'} ${asNumber})` : asNumber;
}

function isQuantity(key: string, value: string): boolean {
  return /duration$/i.test(key) && /^\d+(\.\d+)?(ns|us|µs|ms|s|m|h)$/.test(value);
}

function isLiteral(value: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(value) || value === 'true' || value === 'false';
}

/** TraceQL quotes the part of a name that has other characters than these. */
function attributeName(key: string): string {
  const [, scope = '', rest = key] = /^((?:resource|span|event|link|instrumentation)?\.)([^]+)$/.exec(key) ?? [];
  return /^[\w.:/-]+$/.test(rest) ? key : `${scope}${quote(rest)}`;
}

function oneOf(values: string[]): string {
  return values.map(escapeRegex).join('|');
}

/** Puts a condition into every pair of braces that is not inside a string; an empty query gets a pair. */
function inEveryBrace(text: string | undefined, condition: string, language: Language): string {
  if (!text?.trim()) {
    return `{${condition}}`;
  }
  // A comment would swallow what comes after it.
  const tokens = lex(text, language).filter(({ kind }) => kind !== 'comment');
  let written = '';
  for (let i = 0; i < tokens.length; i++) {
    const close = tokens[i].text === '{' ? tokens.findIndex((token, at) => at > i && token.text === '}') : -1;
    if (close < 0) {
      written += tokens[i].text;
      continue;
    }
    const inner = tokens.slice(i + 1, close).map((token) => token.text);
    written += `{${joined(inner.join('').trim(), condition, language)}}`;
    i = close;
  }
  return written;
}

/** In parentheses, since "or" binds less than "and". */
function joined(inner: string, condition: string, language: Language): string {
  if (!inner) {
    return condition;
  }
  return language === 'logql' ? `${inner.replace(/,$/, '')}, ${condition}` : `(${inner}) && ${condition}`;
}
