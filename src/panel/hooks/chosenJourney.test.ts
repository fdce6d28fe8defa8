import { DataFrame, DataQueryRequest, getDefaultTimeRange, LoadingState, PanelData } from '@grafana/data';
import { setDataSourceSrv } from '@grafana/runtime';
import { act, renderHook, waitFor } from '@testing-library/react';
import { Observable, of, Subject, throwError } from 'rxjs';
import { DATASOURCE_ID, JourneyQuery } from '../../contract';
import type { Journey } from '../model/types';
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

function journey(links: number): Journey {
  return { traceId: 'abc', links: () => Array.from({ length: links }) } as unknown as Journey;
}

function useOurs() {
  return useChosenJourney(panelData(DATASOURCE_ID));
}

beforeEach(() => asked.splice(0));

it('asks the data source of the list for the journey', async () => {
  answerWith(() => of({ data: [{ name: 'steps' } as DataFrame] }));
  const { result } = renderHook(useOurs);
  act(() => result.current.choose?.(journey(0)));
  expect(result.current.answer?.state).toBe(LoadingState.Loading);
  await waitFor(() => expect(result.current.answer?.frames).toEqual([{ name: 'steps' }]));
  const query = { refId: 'B', datasource: { uid: 'x', type: DATASOURCE_ID }, queryType: 'journey', traceId: 'abc' };
  expect(asked.map(({ requestId, targets }) => [requestId, targets])).toEqual([['Q1-journey', [query]]]);
});

it('goes back to the list, and ceases to wait', async () => {
  const pending = new Subject();
  answerWith(() => pending);
  const { result } = renderHook(useOurs);
  act(() => result.current.choose?.(journey(0)));
  await waitFor(() => expect(pending.observed).toBe(true));
  act(() => result.current.back());
  expect(result.current.answer).toBeUndefined();
  expect(pending.observed).toBe(false);
});

it('tells what failed', async () => {
  answerWith(() => throwError(() => new Error('Tempo does not answer.')));
  const { result } = renderHook(useOurs);
  act(() => result.current.choose?.(journey(0)));
  await waitFor(() => expect(result.current.answer?.errors).toEqual([{ message: 'Tempo does not answer.' }]));
});

it('leaves it to the data link, where the dashboard has one', () => {
  const { result } = renderHook(useOurs);
  act(() => result.current.choose?.(journey(1)));
  expect(result.current.answer).toBeUndefined();
});

it('asks no data source but ours', () => {
  const { result } = renderHook(() => useChosenJourney(panelData('loki')));
  expect(result.current.choose).toBeUndefined();
});
