import { defer, first, type Observable, tap, timeout } from 'rxjs';

import { config, getGrafanaLiveSrv, type GrafanaLiveSrv } from '@grafana/runtime';

/** Grafana's connection for streams is there within this time, or something keeps it from being made. */
const CONNECT_MS = 3000;

/** Grafana Live, as far as it works here: a proxy may let no WebSocket through. */
export class StreamConnection {
  private timeoutMs = CONNECT_MS;

  private constructor(readonly live: GrafanaLiveSrv) {}

  /** Undefined where Grafana is set up without Live. */
  static ofGrafana(live = getGrafanaLiveSrv()): StreamConnection | undefined {
    return config.liveEnabled && live ? new StreamConnection(live) : undefined;
  }

  /** Emits once it is connected, or fails. Who has waited in vain once does not wait again. */
  readonly ready: Observable<boolean> = defer(() =>
    this.live
      .getConnectionState()
      .pipe(
        first(Boolean),
        timeout(this.timeoutMs),
        tap({ next: () => (this.timeoutMs = CONNECT_MS), error: () => (this.timeoutMs = 0) })
      )
  );
}
