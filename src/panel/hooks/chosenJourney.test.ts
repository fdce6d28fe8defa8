import {
  CoreApp,
  DataFrame,
  DataQueryRequest,
  getDefaultTimeRange,
  LinkModel,
  LoadingState,
  PanelData,
} from '@grafana/data';
import { setDataSourceSrv } from '@grafana/runtime';
import { act, renderHook, waitFor } from '@testing-library/react';
import { Observable, of, Subject, throwError } from 'rxjs';
import { DATASOURCE_ID, JourneyQuery } from '../../contract';
import type { Journey } from '../model/types';
import { frameOf } from '../testing/frames';
import { useChosenJourney } from './chosenJourney';

const asked: Array<DataQueryRequest<JourneyQuery>> = [];

function answerWith(answer: () => Observable<unknown>) {
  const query = (request: DataQueryRequest<JourneyQuery>) => {
    asked.push(request);
    return answer();
  };
  setDataSourceSrv({ get: async () => ({ query }) } as never);
}

function panelData(type: string): PanelData {
  const targets = [{ refId: 'B', datasource: { uid: 'x', type }, logql: '{a="b"}' }];
  const request = { requestId: 'Q1', targets } as unknown as DataQueryRequest;
  return { state: LoadingState.Done, series: [], timeRange: getDefaultTimeRange(), request };
}

function journey(...links: Array<Partial<LinkModel>>): Journey {
  return { traceId: 'abc', links: () => links } as unknown as Journey;
}

function useOurs() {
  return useChosenJourney(panelData(DATASOURCE_ID));
}

beforeEach(() => asked.splice(0));

it('asks the data source of the list for the journey', async () => {
  answerWith(() => of({ data: [{ name: 'steps' } as DataFrame] }));
  const { result } = renderHook(useOurs);
  act(() => result.current.choose?.(journey()));
  expect(result.current.answer?.state).toBe(LoadingState.Loading);
  await waitFor(() => expect(result.current.answer?.frames).toEqual([{ name: 'steps' }]));
  const query = { refId: 'B', datasource: { uid: 'x', type: DATASOURCE_ID }, queryType: 'journey', traceId: 'abc' };
  expect(asked.map(({ requestId, targets }) => [requestId, targets])).toEqual([['Q1-journey', [query]]]);
});

it('goes back to the list, and ceases to wait', async () => {
  const pending = new Subject();
  answerWith(() => pending);
  const { result } = renderHook(useOurs);
  act(() => result.current.choose?.(journey()));
  await waitFor(() => expect(pending.observed).toBe(true));
  act(() => result.current.back());
  expect(result.current.answer).toBeUndefined();
  expect(pending.observed).toBe(false);
});

it('says what failed', async () => {
  answerWith(() => throwError(() => new Error('Tempo does not answer.')));
  const { result } = renderHook(useOurs);
  act(() => result.current.choose?.(journey()));
  await waitFor(() => expect(result.current.answer?.errors).toEqual([{ message: 'Tempo does not answer.' }]));
});

it('leaves it to the data link, where the dashboard has one', () => {
  const { result } = renderHook(useOurs);
  act(() => result.current.choose?.(journey({ href: '/d/other' })));
  expect(result.current.answer).toBeUndefined();
});

it('takes no link to Explore for one of the dashboard', () => {
  answerWith(() => new Subject());
  const { result } = renderHook(useOurs);
  act(() => result.current.choose?.(journey({ href: '/explore', interpolatedParams: {} as never })));
  expect(result.current.answer?.state).toBe(LoadingState.Loading);
});

it('leaves it to the links in Explore', () => {
  const data = panelData(DATASOURCE_ID);
  const inExplore = { ...data, request: { ...data.request!, app: CoreApp.Explore } };
  const { result } = renderHook(() => useChosenJourney(inExplore));
  expect(result.current.choose).toBeUndefined();
});

it('shows what the search already told of the journey', () => {
  const rows = ['abc', 'other', 'abc'].map((traceID, i) => ({ traceID, kind: 'log', body: `line ${i}`, offset: i }));
  const data = { ...panelData('loki'), series: [frameOf('steps', rows), frameOf('nodes', [{ id: 'a' }])] };
  const { result } = renderHook(() => useChosenJourney(data));
  act(() => result.current.choose?.(journey()));
  const { answer } = result.current;
  expect(answer?.state).toBe(LoadingState.Done);
  expect(answer?.frames.map(({ name, fields }) => [name, fields[2].values])).toEqual([['steps', ['line 0', 'line 2']]]);
});

it('asks no data source but ours', () => {
  const { result } = renderHook(() => useChosenJourney(panelData('loki')));
  expect(result.current.choose).toBeUndefined();
});
