import { catchError, from, map, type Observable, of, startWith, switchMap } from 'rxjs';

import {
  type DataQueryError,
  type DataQueryRequest,
  type DataQueryResponse,
  LoadingState,
  type PanelData,
  rangeUtil,
  type TimeRange,
} from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';

import { APP_ID, DATASOURCE_ID, type JourneyQuery } from '../contract';

const MAX_DATA_POINTS = 1000;

/** Asks the data source; unsubscribing cancels the request. Failures are part of the data, never thrown. */
export function runQuery(uid: string, query: JourneyQuery, range: TimeRange): Observable<PanelData> {
  const loading: PanelData = { state: LoadingState.Loading, series: [], timeRange: range };
  const request = toRequest(query, range);
  // With the data source, the panel can ask for more of a journey.
  const asked = { ...request, targets: [{ ...query, datasource: { uid, type: DATASOURCE_ID } }] };
  return from(getDataSourceSrv().get({ uid })).pipe(
    switchMap((source) => from(source.query(request))),
    map((response) => ({ ...toPanelData(response, range), request: asked })),
    catchError((error) => of(toPanelData({ data: [], errors: [toError(error)] }, range))),
    startWith(loading)
  );
}

function toRequest(query: JourneyQuery, range: TimeRange): DataQueryRequest<JourneyQuery> {
  const { interval, intervalMs } = rangeUtil.calculateInterval(range, MAX_DATA_POINTS);
  return {
    app: APP_ID,
    // Grafana cancels what still runs under the same ID: a newer question makes the older one pointless.
    requestId: `${APP_ID}-${query.refId}`,
    interval,
    intervalMs,
    maxDataPoints: MAX_DATA_POINTS,
    range,
    scopedVars: {},
    startTime: Date.now(),
    targets: [query],
    timezone: 'browser',
  };
}

function toPanelData(response: DataQueryResponse, range: TimeRange): PanelData {
  const errors = response.errors ?? [];
  return {
    state: errors.length > 0 ? LoadingState.Error : (response.state ?? LoadingState.Done),
    series: response.data,
    errors,
    timeRange: range,
  };
}

function toError(error: unknown): DataQueryError {
  return { message: error instanceof Error ? error.message : 'The data source did not answer. Try again.' };
}
