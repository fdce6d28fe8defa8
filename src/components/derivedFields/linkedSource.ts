import { getDataSourceSrv } from '@grafana/runtime';

import type { LinkedSource } from './derivedFields';

/** The data source to which a derived field leads; undefined when Grafana knows none by that UID. */
export function linkedSource(uid: string): LinkedSource | undefined {
  const found = getDataSourceSrv().getInstanceSettings(uid);
  return found && { name: found.name, hasTraces: Boolean(found.meta.tracing) };
}
