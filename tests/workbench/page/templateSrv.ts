import type { ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';

/** There are no dashboards here and so no variables, except those that a caller brings along. */
export const noVariables: TemplateSrv = {
  getVariables: () => [],
  containsTemplate: (target) => Boolean(target?.includes('$')),
  updateTimeRange: () => undefined,
  replace: (target = '', scopedVars: ScopedVars = {}) =>
    target.replace(/\$\{?(\w+)\}?/g, (match, name) => String(scopedVars[name]?.value ?? match)),
};
