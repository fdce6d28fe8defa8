import { BehaviorSubject, lastValueFrom, NEVER, type Observable, of, Subject, toArray } from 'rxjs';

import {
  CoreApp,
  type DataQueryRequest,
  type DataQueryResponse,
  dateTime,
  type LiveChannelAddress,
  LiveChannelConnectionState as State,
  type LiveChannelEvent,
  LiveChannelEventType,
  LoadingState,
  toDataFrame,
} from '@grafana/data';
import { config, type GrafanaLiveSrv } from '@grafana/runtime';

import { APP_ID, type JourneyQuery } from '../contract';
import { StreamConnection } from './streamConnection';
import { isWatched, streamed } from './streamed';
import type { StreamMessage } from './streamMessage';

// Only faults of Grafana Live are made up here; that streams work is shown on the real thing.

class FaultyLive {
  readonly connected = new BehaviorSubject(true);
  readonly events = new Subject<LiveChannelEvent<unknown>>();
  readonly published: unknown[] = [];
  readonly asked: LiveChannelAddress[] = [];

  getConnectionState = () => this.connected;

  getStream = (address: LiveChannelAddress) => {
    this.asked.push(address);
    return this.events;
  };

  publish = async (_: LiveChannelAddress, data: unknown) => this.published.push(data);

  status(state: State) {
    this.events.next({ type: LiveChannelEventType.Status, id: '', timestamp: 0, state });
  }

  say(message: StreamMessage) {
    this.events.next({ type: LiveChannelEventType.Message, message });
  }
}

const answer = (name: string): DataQueryResponse => ({ data: [toDataFrame({ name, fields: [] })] });
const streamedAnswer = (name: string): StreamMessage['response'] => ({
  status: 200,
  frames: [{ schema: { name, fields: [] }, data: { values: [] } }],
});

const search: JourneyQuery = { refId: 'A', queryType: 'search', logql: '{a="b"}' };
const request = (targets: JourneyQuery[], more: Partial<DataQueryRequest> = {}) =>
  ({
    app: CoreApp.Explore,
    targets,
    range: { from: dateTime(0), to: dateTime(1000), raw: { from: '0', to: '1000' } },
    ...more,
  }) as DataQueryRequest<JourneyQuery>;

let live: FaultyLive;
let connection: StreamConnection | undefined;
let received: DataQueryResponse[];
let asked: JourneyQuery[];

const ask = ({ targets }: DataQueryRequest<JourneyQuery>) => {
  asked.push(...targets);
  return of(answer('by a query'));
};

beforeEach(() => {
  config.liveEnabled = true;
  live = new FaultyLive();
  connection = StreamConnection.ofGrafana(live as unknown as GrafanaLiveSrv);
  received = [];
  asked = [];
});

afterEach(() => jest.useRealTimers());

function run(asking = request([search]), by: Observable<DataQueryResponse> | undefined = undefined) {
  const source = { uid: 'journey', connection, write: (query: JourneyQuery) => query };
  return streamed(asking, source, by ? () => by : ask).subscribe((response) => received.push(response));
}

const shown = () => received.map(({ data, state }) => [data[0]?.name, state]);

it('replaces what is shown until the answer is done, and ends the stream in the backend', () => {
  run();
  live.status(State.Connected);
  const progress = { linesScanned: 7, bytes: 9, tracesFound: 2, tracesFetched: 1, from: 5 };
  live.say({ state: 'streaming', progress, response: streamedAnswer('first') });
  live.say({ state: 'streaming', progress: { ...progress, linesScanned: 8 } });
  live.say({ state: 'done', response: streamedAnswer('last') });

  expect(shown()).toEqual([
    ['first', LoadingState.Streaming],
    ['first', LoadingState.Streaming],
    ['last', LoadingState.Done],
  ]);
  expect(received[1].data[0].meta.custom.progress.linesScanned).toBe(8);
  expect(received[2].data[0].meta?.custom).toBeUndefined();
  expect(live.published).toEqual([{ stop: true }]);
  expect(live.asked[0]).toMatchObject({
    namespace: 'journey',
    path: expect.stringMatching(/^journeys\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    data: { ...search, timeRange: { from: '1970-01-01T00:00:00.000Z', to: '1970-01-01T00:00:01.000Z' } },
  });
  expect(asked).toEqual([]);
});

it('tells the error of the backend as a query would', () => {
  run();
  live.say({ state: 'error', response: { error: 'Loki is down.', status: 502 } });
  expect(received).toMatchObject([
    { key: 'A', state: LoadingState.Error, errors: [{ refId: 'A', message: 'Loki is down.', status: 502 }] },
  ]);
});

it('ends the stream in the backend when nobody waits for it any more', () => {
  const subscription = run();
  live.status(State.Connected);
  subscription.unsubscribe();
  expect(live.published).toEqual([{ stop: true }]);
});

it.each<{ fault: string; happens: () => void }>([
  { fault: 'a refused subscription', happens: () => live.status(State.Disconnected) },
  { fault: 'an invalid channel', happens: () => live.status(State.Invalid) },
  { fault: 'an answer too large for a message', happens: () => live.say({ state: 'too-large' }) },
  { fault: 'a broken stream', happens: () => live.events.error(new Error('broken')) },
])('asks by a query after $fault', ({ happens }) => {
  run();
  happens();
  expect(asked).toEqual([search]);
  expect(shown()).toEqual([['by a query', LoadingState.Done]]);
});

it('waits for Grafana Live to connect, but only once in vain', () => {
  jest.useFakeTimers();
  live.connected.next(false);
  run();
  expect(asked).toHaveLength(0);
  jest.advanceTimersByTime(3000);
  expect(asked).toHaveLength(1);
  run();
  jest.advanceTimersByTime(0);
  expect(asked).toHaveLength(2);

  live.connected.next(true);
  run();
  expect(asked).toHaveLength(2);
  expect(live.asked).toHaveLength(1);
});

it('takes a stream for lost that has fallen silent', () => {
  jest.useFakeTimers();
  run();
  live.say({ state: 'streaming' });
  jest.advanceTimersByTime(29_000);
  live.say({ state: 'streaming' });
  jest.advanceTimersByTime(29_000);
  expect(asked).toHaveLength(0);
  jest.advanceTimersByTime(1000);
  expect(asked).toEqual([search]);
});

it('says that a live list does not move on where there is no Live', () => {
  connection = undefined;
  run(request([search], { liveStreaming: true }));
  expect(received[0].data[0].meta.notices).toMatchObject([{ severity: 'warning', text: /does not move on/ }]);
});

it('asks the backend to go on when Explore is live', () => {
  run(request([search], { liveStreaming: true }));
  expect(live.asked[0].data).toMatchObject({ live: true });
});

it('streams searches alone, and is done when all are answered', () => {
  const byQuery = new Subject<DataQueryResponse>();
  const journey: JourneyQuery = { refId: 'B', queryType: 'journey', traceId: 'abc' };
  run(request([search, journey]), byQuery);
  expect(live.asked).toHaveLength(1);
  live.say({ state: 'done', response: streamedAnswer('last') });
  byQuery.next(answer('by a query'));
  expect(received.map(({ key, state }) => [key, state])).toEqual([
    ['A', LoadingState.Streaming],
    ['B', LoadingState.Done],
  ]);
});

it('streams the search of a link, and asks once for its journey', () => {
  const linked: JourneyQuery = { refId: 'A', query: '{ status = error }' };
  const journey: JourneyQuery = { refId: 'B', queryType: 'search', query: '971a783785d63641' };
  run(request([linked, journey]));
  expect(live.asked).toMatchObject([{ data: linked }]);
  expect(asked).toEqual([journey]);
});

it('does not stream what is longer than Grafana lets through', () => {
  run(request([{ ...search, logql: `{a="${'ü'.repeat(30_000)}"}` }]));
  expect(live.asked).toHaveLength(0);
  expect(asked).toHaveLength(1);
});

it('answers a request without a query', async () => {
  const source = { uid: 'journey', connection, write: (query: JourneyQuery) => query };
  await expect(lastValueFrom(streamed(request([]), source, ask).pipe(toArray()))).resolves.toHaveLength(1);
});

it.each([
  { app: CoreApp.Explore, watched: true },
  { app: APP_ID, watched: true },
  { app: CoreApp.Dashboard, watched: false },
  { app: CoreApp.UnifiedAlerting, watched: false },
])('streams in $app: $watched', ({ app, watched }) => {
  expect(isWatched(request([search], { app }))).toBe(watched);
});

it('has no connection where Live is turned off', () => {
  config.liveEnabled = false;
  expect(StreamConnection.ofGrafana(live as unknown as GrafanaLiveSrv)).toBeUndefined();
});

it('leaves a stream that never connected alone', () => {
  const subscription = run(request([search]), NEVER);
  subscription.unsubscribe();
  expect(live.published).toEqual([]);
});
