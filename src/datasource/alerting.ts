import { CoreApp } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';

import type { JourneyQuery } from '../contract';

/** Does an alert rule ask? It compares numbers, and of the query types only Metrics has any. */
export function isAlerting(app: string | undefined): boolean {
  return app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting;
}

/** What a new alert rule asks, until something is chosen; the backend takes a query without a type for the same. */
export const newAlertQuery: Partial<JourneyQuery> = { queryType: 'metrics', instant: true };

/**
 * The query as the rule has it. Grafana lays the defaults below each query of a rule before it is edited, so a time
 * series, which says nothing of `instant`, would look like one number, and become one with the next edit.
 */
export function asStored(query: JourneyQuery, stored: DataQuery[] = []): JourneyQuery {
  const own = stored.find(({ refId }) => refId === query.refId) as JourneyQuery | undefined;
  return own?.queryType === 'metrics' ? { ...query, instant: own.instant } : query;
}
