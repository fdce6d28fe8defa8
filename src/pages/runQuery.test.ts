import { lastValueFrom, NEVER, Observable, of, throwError, toArray } from 'rxjs';

import { type DataQueryRequest, type DataQueryResponse, LoadingState, toDataFrame } from '@grafana/data';
import { type DataSourceSrv, setDataSourceSrv } from '@grafana/runtime';

import type { JourneyQuery } from '../contract';
import { toTimeRange } from './pageState';
import { runQuery } from './runQuery';

const range = toTimeRange({ from: '0', to: '3600000' });
const query: JourneyQuery = { refId: 'search', logql: '{a="b"}' };

function withDataSource(answer: (request: DataQueryRequest<JourneyQuery>) => Observable<DataQueryResponse>) {
  const asked: Array<DataQueryRequest<JourneyQuery>> = [];
  const source = {
    query: (request: DataQueryRequest<JourneyQuery>) => {
      asked.push(request);
      return answer(request);
    },
  };
  setDataSourceSrv({ get: async () => source } as unknown as DataSourceSrv);
  return asked;
}

const states = (uid = 'journey') => lastValueFrom(runQuery(uid, query, range).pipe(toArray()));

it('is loading, then done', async () => {
  const frame = toDataFrame({ name: 'journeys', fields: [] });
  const asked = withDataSource(() => of({ data: [frame] }));

  const [loading, done] = await states();
  expect(loading).toMatchObject({ state: LoadingState.Loading, series: [] });
  expect(done).toMatchObject({ state: LoadingState.Done, series: [frame], errors: [] });
  expect(asked[0]).toMatchObject({ targets: [query], range, requestId: 'requestjourney-journey-app-search' });
});

it('keeps what was answered beside an error', async () => {
  const frame = toDataFrame({ name: 'journeys', fields: [] });
  withDataSource(() => of({ data: [frame], errors: [{ message: 'Loki is down.' }] }));
  const [, failed] = await states();
  expect(failed).toMatchObject({ state: LoadingState.Error, series: [frame], errors: [{ message: 'Loki is down.' }] });
});

it('tells a failure as data', async () => {
  withDataSource(() => throwError(() => new Error('No such data source.')));
  const [, failed] = await states();
  expect(failed).toMatchObject({ state: LoadingState.Error, errors: [{ message: 'No such data source.' }] });
});

it('cancels the request when nobody waits for it any more', async () => {
  const cancelled = jest.fn();
  let subscribed: () => void;
  const started = new Promise<void>((resolve) => (subscribed = resolve));
  withDataSource(
    () =>
      new Observable((observer) => {
        subscribed();
        NEVER.subscribe(observer);
        return cancelled;
      })
  );
  const subscription = runQuery('journey', query, range).subscribe();
  await started;
  subscription.unsubscribe();
  expect(cancelled).toHaveBeenCalledTimes(1);
});
