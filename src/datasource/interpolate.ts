import type { ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';

import type { JourneyQuery } from '../contract';

type Replace = Pick<TemplateSrv, 'replace'>['replace'];

/** What Grafana tells a format function about the variable. */
interface Variable {
  multi?: boolean;
  includeAll?: boolean;
}

/**
 * Writes template variables into a query. A value lands inside a quoted string of
 * LogQL or TraceQL, so it is escaped as one: what a user picks must not end the string.
 */
export function interpolateQuery<T extends JourneyQuery>(query: T, replace: Replace, scopedVars: ScopedVars): T {
  return {
    ...query,
    logql: query.logql && replace(query.logql, scopedVars, quotedValue),
    traceql: query.traceql && replace(query.traceql, scopedVars, quotedValue),
    traceId: query.traceId && replace(query.traceId, scopedVars),
  };
}

/** One value is text; several, or the chance of several, are the alternatives of a regular expression. */
export function quotedValue(value: unknown, variable?: Variable): string {
  const mayBeSeveral = Array.isArray(value) || variable?.multi || variable?.includeAll;
  if (!mayBeSeveral) {
    return escapeString(String(value));
  }
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.map((one) => escapeString(escapeRegex(String(one)))).join('|');
}

function escapeString(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$*+?.()|[\]{}]/g, '\\$&');
}
