import type { AdHocVariableFilter, ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';

import { questionOf } from '../components/elsewhere/questionOf';
import { type Language, lex } from '../components/lang/lexer';
import type { JourneyQuery } from '../contract';
import { withFilters } from './adhoc';
import { escapeRegex, escapeString } from '../escape';

type Replace = Pick<TemplateSrv, 'replace'>['replace'];

/** What Grafana tells a format function about the variable. */
interface Variable {
  multi?: boolean;
  includeAll?: boolean;
}

/**
 * Writes template variables and ad hoc filters into a query. A value that lands inside a
 * quoted string is escaped as one: what a user picks must not end the string. Outside of
 * strings a variable stands for a piece of the query, up to all of it.
 */
export function interpolateQuery(
  query: JourneyQuery,
  replace: Replace,
  scopedVars: ScopedVars,
  filters: AdHocVariableFilter[] = []
): JourneyQuery {
  const written = {
    ...query,
    logql: query.logql && interpolateText(query.logql, 'logql', replace, scopedVars),
    traceql: query.traceql && interpolateText(query.traceql, 'traceql', replace, scopedVars),
    traceId: query.traceId && replace(query.traceId, scopedVars),
    query: query.query && interpolateText(query.query, 'traceql', replace, scopedVars), // strings are LogQL's, too
  };
  if (filters.length === 0) {
    return written; // the backend reads what links send, and remarks on it
  }
  const question = questionOf(written);
  return question.queryType === 'journey' || question.query ? written : withFilters(question, filters);
}

function interpolateText(text: string, language: Language, replace: Replace, scopedVars: ScopedVars): string {
  return lex(text, language)
    .map((token) => {
      if (token.kind === 'string') {
        return replace(token.text, scopedVars, token.text.startsWith('`') ? rawValue : quotedValue);
      }
      return token.kind === 'variable' ? replace(token.text, scopedVars, pieceOfQuery) : token.text;
    })
    .join('');
}

/** One value is text; several, or the chance of several, are the alternatives of a regular expression. */
export function quotedValue(value: unknown, variable?: Variable): string {
  return alternatives(value, variable).map(escapeString).join('|');
}

/** Between backticks nothing is escaped, and no backtick can stand. */
function rawValue(value: unknown, variable?: Variable): string {
  return alternatives(value, variable)
    .map((one) => one.replace(/`/g, ''))
    .join('|');
}

function pieceOfQuery(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}

function alternatives(value: unknown, variable?: Variable): string[] {
  const mayBeSeveral = Array.isArray(value) || variable?.multi || variable?.includeAll;
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.map((one) => (mayBeSeveral ? escapeRegex(String(one)) : String(one)));
}
