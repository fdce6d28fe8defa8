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
 * The query as the backend takes it. Grafana lays the defaults below what the rule has, key by key: a time series, which
 * says nothing of `instant`, would look like one number, and a new query, in which Grafana sets `instant` to undefined
 * where the data source is the default one, would not.
 */
export function asStored(query: JourneyQuery, stored: DataQuery[] = []): JourneyQuery {
  const own = stored.find(({ refId }) => refId === query.refId) as JourneyQuery | undefined;
  if (!own) {
    return query;
  }
  return { ...query, instant: own.instant ?? (own.queryType ? undefined : newAlertQuery.instant) };
}
