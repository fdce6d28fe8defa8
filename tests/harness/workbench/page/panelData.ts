import { useEffect, useMemo, useState } from 'react';
import { from, type Observable, of, switchMap } from 'rxjs';

import {
  type CoreApp,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  dateTime,
  LoadingState,
  type PanelData,
} from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';

const HOUR = 3_600_000;

/** Asks the data source of the first target, about the last hour; others than these targets are asked again. */
export function usePanelData(targets: DataQuery[], app: CoreApp): PanelData {
  const request = useMemo(() => requestOf(targets, app), [targets, app]);
  const [answer, setAnswer] = useState<{ of: DataQueryRequest; response: DataQueryResponse }>();
  useEffect(() => {
    const asked = from(getDataSourceSrv().get(request.targets[0]?.datasource)).pipe(
      switchMap((source) => answerOf(source, request))
    );
    const subscription = asked.subscribe((response) => setAnswer({ of: request, response }));
    return () => subscription.unsubscribe();
  }, [request]);
  return useMemo(() => toPanelData(request, answer?.of === request ? answer.response : undefined), [request, answer]);
}

/** Grafana leaves out the queries that the data source does not want to be asked. */
function answerOf(source: DataSourceApi, request: DataQueryRequest): Observable<DataQueryResponse> {
  const targets = request.targets.filter((query) => source.filterQuery?.(query) ?? true);
  return targets.length > 0 ? from(source.query({ ...request, targets })) : of({ data: [] });
}

function toPanelData(request: DataQueryRequest, answer?: DataQueryResponse): PanelData {
  const state = answer?.errors?.length ? LoadingState.Error : (answer?.state ?? LoadingState.Done);
  return {
    state: answer ? state : LoadingState.Loading,
    series: answer?.data ?? [],
    errors: answer?.errors,
    request,
    timeRange: request.range,
  };
}

function requestOf(targets: DataQuery[], app: CoreApp): DataQueryRequest {
  const range = { from: dateTime(Date.now() - HOUR), to: dateTime() };
  return {
    app,
    requestId: 'panel',
    interval: '1s',
    intervalMs: 1000,
    maxDataPoints: 1000,
    range: { ...range, raw: { from: 'now-1h', to: 'now' } },
    scopedVars: {},
    targets,
    timezone: 'browser',
    startTime: Date.now(),
  };
}
