import { DataFrame, DataQueryRequest, LoadingState } from '@grafana/data';
import { setDataSourceSrv } from '@grafana/runtime';
import { act, renderHook, waitFor } from '@testing-library/react';
import { Observable, of, Subject, throwError } from 'rxjs';
import { DATASOURCE_ID, JourneyQuery } from '../../contract';
import { frameOf } from '../testing/frames';
import type { Answer } from './ask';
import { useNearby } from './nearby';

const asked: Array<DataQueryRequest<JourneyQuery>> = [];

function answerWith(answer: () => Observable<unknown>) {
  const query = (request: DataQueryRequest<JourneyQuery>) => {
    asked.push(request);
    return answer();
  };
  setDataSourceSrv({ get: async () => ({ query }) } as never);
}

const plain = stepsOf('trace');
const withNearby = stepsOf('trace', 'nearby');

function stepsOf(...joins: string[]): DataFrame[] {
  return [
    frameOf(
      'steps',
      joins.map((joinedBy) => ({ kind: 'log', joinedBy, body: joinedBy }))
    ),
  ];
}

function answer(frames: DataFrame[]): Answer {
  return { frames, state: LoadingState.Done, errors: [] };
}

function request(more: Partial<JourneyQuery> = {}): DataQueryRequest {
  const target = { refId: 'B', datasource: { uid: 'x', type: DATASOURCE_ID }, queryType: 'journey', traceId: 'abc' };
  return { requestId: 'Q1', targets: [{ ...target, ...more }] } as unknown as DataQueryRequest;
}

beforeEach(() => asked.splice(0));

it('is off at first, and asks once when it is switched on', async () => {
  answerWith(() => of({ data: withNearby }));
  const shown = answer(plain);
  const asks = request();
  const { result } = renderHook(() => useNearby(shown, asks));
  expect(result.current.nearby).toMatchObject({ isOn: false, isAsking: false });
  expect(asked).toEqual([]);

  act(() => result.current.nearby?.toggle());
  expect(result.current).toMatchObject({ answer: shown, nearby: { isOn: true, isAsking: true } });
  await waitFor(() => expect(result.current.answer.frames).toBe(withNearby));
  expect(result.current.nearby).toMatchObject({ isOn: true, isAsking: false });
  expect(asked.map(({ requestId, targets }) => [requestId, targets[0].traceId, targets[0].nearby])).toEqual([
    ['Q1-nearby', 'abc', true],
  ]);

  act(() => result.current.nearby?.toggle());
  expect(result.current).toMatchObject({ answer: shown, nearby: { isOn: false } });
  act(() => result.current.nearby?.toggle());
  expect(result.current.answer.frames).toBe(withNearby);
  expect(asked).toHaveLength(1);
});

it('ceases to wait when it is switched off, and asks again later', async () => {
  const pending = new Subject();
  answerWith(() => pending);
  const shown = answer(plain);
  const asks = request();
  const { result } = renderHook(() => useNearby(shown, asks));
  act(() => result.current.nearby?.toggle());
  await waitFor(() => expect(pending.observed).toBe(true));
  act(() => result.current.nearby?.toggle());
  expect(pending.observed).toBe(false);
  act(() => result.current.nearby?.toggle());
  await waitFor(() => expect(pending.observed).toBe(true));
});

it('is on if the query asks for such lines, and only hides them', () => {
  const shown = answer(withNearby);
  const asks = request({ nearby: true });
  const { result } = renderHook(() => useNearby(shown, asks));
  expect(result.current.nearby?.isOn).toBe(true);
  act(() => result.current.nearby?.toggle());
  expect(result.current.nearby?.isOn).toBe(false);
  expect(asked).toEqual([]);
});

it('says why there are none', async () => {
  answerWith(() => throwError(() => new Error('Loki does not answer.')));
  const shown = answer(plain);
  const asks = request();
  const { result } = renderHook(() => useNearby(shown, asks));
  act(() => result.current.nearby?.toggle());
  await waitFor(() => expect(result.current.answer.errors).toHaveLength(1));
  expect(result.current.answer).toEqual({
    ...shown,
    errors: [{ message: 'Nearby lines could not be fetched. Loki does not answer.' }],
  });
});

it.each([
  ['no request', undefined],
  ['a search', request({ queryType: 'search' })],
  ['another data source', request({ datasource: { type: 'tempo' } })],
])('is not there if nobody can be asked: %s', (_, asks) => {
  const shown = answer(plain);
  expect(renderHook(() => useNearby(shown, asks)).result.current).toEqual({ answer: shown, nearby: undefined });
});
