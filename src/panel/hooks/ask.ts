import { DataFrame, DataQueryError, DataQueryRequest, DataQueryResponse, LoadingState } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { from, Observable, switchMap } from 'rxjs';
import type { JourneyQuery } from '../../contract';

/** What our data source answered to the panel itself. */
export interface Answer {
  frames: DataFrame[];
  state: LoadingState;
  errors: DataQueryError[];
}

/** Asks the query's data source, over the time and with the variables of a request. */
export function askSource(
  request: DataQueryRequest,
  query: JourneyQuery,
  purpose: string
): Observable<DataQueryResponse> {
  const own = { ...request, requestId: `${request.requestId}-${purpose}`, targets: [query] };
  return from(getDataSourceSrv().get(query.datasource)).pipe(switchMap((source) => from(source.query(own))));
}

export function toAnswer({ data, errors = [], state = LoadingState.Done }: DataQueryResponse): Answer {
  return { frames: data, errors, state: errors.length > 0 ? LoadingState.Error : state };
}

export function toFailure(error: unknown): Answer {
  const message = error instanceof Error ? error.message : '';
  return { frames: [], state: LoadingState.Error, errors: [{ message }] };
}
