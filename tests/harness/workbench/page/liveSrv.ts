import { NEVER, Observable, of, type Subscriber } from 'rxjs';

import {
  type LiveChannelAddress,
  LiveChannelConnectionState,
  type LiveChannelEvent,
  LiveChannelEventType,
  toLiveChannelId,
} from '@grafana/data';
import type { BackendSrv, GrafanaLiveSrv } from '@grafana/runtime';

/** Grafana Live with a request for each stream in place of one WebSocket; see live.go. */
export class LiveOverHttp implements GrafanaLiveSrv {
  constructor(private readonly backend: BackendSrv) {}

  getConnectionState = () => of(true);

  getStream<T>(address: LiveChannelAddress): Observable<LiveChannelEvent<T>> {
    const id = toLiveChannelId(address);
    return new Observable((observer) => {
      const stop = new AbortController();
      observer.next(status(id, LiveChannelConnectionState.Pending));
      readStream(id, address.data, stop.signal, observer).catch((error: unknown) => {
        if (!stop.signal.aborted) {
          observer.next(status(id, LiveChannelConnectionState.Disconnected, error));
        }
      });
      return () => stop.abort();
    });
  }

  publish = (address: LiveChannelAddress, data: unknown) =>
    this.backend.post('/api/live/publish', { channel: toLiveChannelId(address), data });

  getDataStream = () => NEVER;

  getPresence = () => Promise.reject(new Error('The list of other listeners is not available.'));
}

async function readStream<T>(
  id: string,
  data: unknown,
  signal: AbortSignal,
  observer: Subscriber<LiveChannelEvent<T>>
) {
  const response = await fetch(`/api/live/${id}`, { method: 'POST', body: JSON.stringify(data), signal });
  if (!response.ok || !response.body) {
    throw new Error(await response.text());
  }
  observer.next(status(id, LiveChannelConnectionState.Connected));
  let rest = '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const lines = (rest + chunk.value).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach((line) => observer.next({ type: LiveChannelEventType.Message, message: JSON.parse(line) }));
  }
}

function status<T>(id: string, state: LiveChannelConnectionState, error?: unknown): LiveChannelEvent<T> {
  return { type: LiveChannelEventType.Status, id, timestamp: Date.now(), state, error };
}
