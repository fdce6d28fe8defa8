import { defer, filter, finalize, map, type Observable, scan, switchMap, takeWhile, tap, timeout } from 'rxjs';

import {
  type DataQueryResponse,
  isLiveChannelMessageEvent,
  isLiveChannelStatusEvent,
  type LiveChannelAddress,
  LiveChannelConnectionState,
  type LiveChannelEvent,
  LiveChannelScope,
  type TimeRange,
} from '@grafana/data';
import type { GrafanaLiveSrv } from '@grafana/runtime';

import type { JourneyQuery } from '../contract';
import type { StreamConnection } from './streamConnection';
import { answered, isStreamMessage, type StreamMessage } from './streamMessage';

/** The backend says something more often than this, if only that it is still searching. */
const SILENCE_MS = 30_000;

/** From these there is no way back; while it is `Connecting`, Grafana sees to it itself. */
const finalStates = [
  LiveChannelConnectionState.Disconnected,
  LiveChannelConnectionState.Shutdown,
  LiveChannelConnectionState.Invalid,
];

/**
 * Searches over Grafana Live: each answer replaces the one before, the last is what a query
 * would get. Fails when there is no stream to be had; the caller then asks by a query.
 * Unsubscribing ends the search in the backend.
 */
export function streamSearch(
  { live, ready }: StreamConnection,
  uid: string,
  query: JourneyQuery,
  range: TimeRange
): Observable<DataQueryResponse> {
  return ready.pipe(
    switchMap(() => messages(live, address(uid, query, range))),
    timeout({ each: SILENCE_MS }),
    tap(failIfTooLarge),
    takeWhile(({ state }) => state === 'streaming', true),
    scan((before: DataQueryResponse | undefined, message) => answered(before, message, query), undefined),
    filter((response) => response !== undefined)
  );
}

function address(uid: string, query: JourneyQuery, { from, to }: TimeRange): LiveChannelAddress {
  return {
    scope: LiveChannelScope.DataSource,
    stream: uid,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- Grafana 12.3 knows no other name for it
    namespace: uid,
    path: `journeys/${randomUUID()}`,
    data: { ...query, timeRange: { from: from.toISOString(), to: to.toISOString() } },
  };
}

function messages(live: GrafanaLiveSrv, to: LiveChannelAddress): Observable<StreamMessage> {
  return defer(() => {
    let isSubscribed = false;
    return live.getStream<unknown>(to).pipe(
      tap((event) => {
        isSubscribed ||= isConnected(event);
        failIfEnded(event);
      }),
      filter(isLiveChannelMessageEvent),
      map(({ message }) => message),
      filter(isStreamMessage),
      // Grafana itself would tell the backend only after some 15 seconds.
      finalize(() => isSubscribed && live.publish(to, { stop: true }, { useSocket: true }).catch(() => undefined))
    );
  });
}

function isConnected(event: LiveChannelEvent): boolean {
  return isLiveChannelStatusEvent(event) && event.state === LiveChannelConnectionState.Connected;
}

function failIfEnded(event: LiveChannelEvent) {
  if (isLiveChannelStatusEvent(event) && finalStates.includes(event.state)) {
    throw new Error(`The stream is ${event.state}.`);
  }
}

function failIfTooLarge({ state }: StreamMessage) {
  if (state === 'too-large') {
    throw new Error('The answer is too large for a stream.');
  }
}

/** As crypto.randomUUID, which browsers have on https pages alone. */
function randomUUID(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
