import { act, renderHook } from '@testing-library/react';
import { Subject } from 'rxjs';

import { LoadingState, type PanelData } from '@grafana/data';

import { toTimeRange } from './pageState';
import { runQuery } from './runQuery';
import { type Question, useQuery } from './useQuery';

jest.mock('./runQuery');

const range = toTimeRange({ from: '0', to: '1' });
const question = (logql: string): Question => ({ uid: 'journey', query: { refId: 'search', logql }, range });
const answer = (): PanelData => ({ state: LoadingState.Done, series: [], timeRange: range });

it('drops the answer to an older question', () => {
  const first = new Subject<PanelData>();
  const second = new Subject<PanelData>();
  jest.mocked(runQuery).mockReturnValueOnce(first).mockReturnValueOnce(second);

  const { result, rerender } = renderHook(({ asked }) => useQuery(asked), { initialProps: { asked: question('a') } });
  const toFirst = answer();
  act(() => first.next(toFirst));
  expect(result.current).toBe(toFirst);

  rerender({ asked: question('b') });
  expect(result.current).toBeUndefined();
  expect(first.observed).toBe(false);

  const toSecond = answer();
  act(() => second.next(toSecond));
  expect(result.current).toBe(toSecond);
});

it('asks nothing without a question', () => {
  jest.mocked(runQuery).mockClear();
  const { result } = renderHook(() => useQuery(undefined));
  expect(result.current).toBeUndefined();
  expect(runQuery).not.toHaveBeenCalled();
});
