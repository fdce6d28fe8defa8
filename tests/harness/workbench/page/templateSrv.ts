import type { DataContextScopedVar, ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';

/** There are no dashboards here and so no variables, except those that a caller brings along. */
export const noVariables: TemplateSrv = {
  getVariables: () => [],
  containsTemplate: (target) => Boolean(target?.includes('$')),
  updateTimeRange: () => undefined,
  replace: (target = '', scopedVars: ScopedVars = {}) =>
    target
      .replace('${__value.raw}', (match) => cellOf(scopedVars.__dataContext) ?? match)
      .replace(/\$\{?(\w+)\}?/g, (match, name) => String(scopedVars[name]?.value ?? match)),
};

/** The cell that a data link is of. */
function cellOf(context: DataContextScopedVar | undefined): string | undefined {
  const { field, rowIndex } = context?.value ?? {};
  return field && rowIndex !== undefined ? String(field.values[rowIndex]) : undefined;
}
