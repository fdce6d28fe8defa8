import { filter, lastValueFrom, map, Observable, Subject, takeUntil } from 'rxjs';
import { fromFetch } from 'rxjs/fetch';

import { urlUtil } from '@grafana/data';
import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';

/** Grafana's way to its server, over the browser's fetch. */
export class FetchBackendSrv implements BackendSrv {
  /** Request IDs that are asked again; what is under way by the same ID ends. */
  private readonly superseded = new Subject<string>();

  fetch<T>(request: BackendSrvRequest): Observable<FetchResponse<T>> {
    const { requestId } = request;
    if (requestId) {
      this.superseded.next(requestId);
    }
    const url = request.params ? urlUtil.renderUrl(request.url, request.params) : request.url;
    return fromFetch(url, { ...toInit(request), selector: (response) => read<T>(response, request) }).pipe(
      takeUntil(this.superseded.pipe(filter((id) => id === requestId)))
    );
  }

  /** An answer in the pieces in which it comes; the last has no data. */
  chunked(request: BackendSrvRequest): Observable<FetchResponse<Uint8Array | undefined>> {
    return new Observable((observer) => {
      const stop = new AbortController();
      readChunks(request, stop.signal, (answer) => observer.next(answer)).then(
        () => observer.complete(),
        (error) => observer.error(error)
      );
      return () => stop.abort();
    });
  }

  request<T = unknown>(request: BackendSrvRequest): Promise<T> {
    return lastValueFrom(this.fetch<T>(request).pipe(map(({ data }) => data)));
  }

  datasourceRequest<T = unknown>(request: BackendSrvRequest): Promise<FetchResponse<T>> {
    return lastValueFrom(this.fetch<T>(request));
  }

  get = <T>(url: string, params?: BackendSrvRequest['params']) => this.request<T>({ url, params, method: 'GET' });
  delete = <T>(url: string, data?: unknown) => this.request<T>({ url, data, method: 'DELETE' });
  post = <T>(url: string, data?: unknown) => this.request<T>({ url, data, method: 'POST' });
  patch = <T>(url: string, data?: unknown) => this.request<T>({ url, data, method: 'PATCH' });
  put = <T>(url: string, data?: unknown) => this.request<T>({ url, data, method: 'PUT' });
}

function toInit({ method = 'GET', headers, data, abortSignal }: BackendSrvRequest): RequestInit {
  const hasBody = data !== undefined && method !== 'GET';
  return {
    method,
    headers: { ...headers, ...(hasBody ? { 'Content-Type': 'application/json' } : {}) },
    body: hasBody ? JSON.stringify(data) : undefined,
    signal: abortSignal,
  };
}

async function readChunks(
  request: BackendSrvRequest,
  signal: AbortSignal,
  next: (answer: FetchResponse<Uint8Array | undefined>) => void
) {
  const response = await fetch(request.url, { ...toInit(request), signal });
  if (!response.ok) {
    await read(response, request);
  }
  const { status, statusText, headers, ok, redirected, type, url } = response;
  const answer = { status, statusText, headers, ok, redirected, type, url, config: request };
  const reader = response.body?.getReader();
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    next({ ...answer, data: chunk.value });
  }
  next({ ...answer, data: undefined });
}

/** Answers that are no success are errors that carry the answer, as callers in Grafana expect. */
async function read<T>(response: Response, config: BackendSrvRequest): Promise<FetchResponse<T>> {
  const { status, statusText, headers, ok, redirected, type, url } = response;
  const data: T = parse(await response.text());
  if (!ok) {
    throw { status, statusText, data, config } satisfies FetchError<T>;
  }
  return { data, status, statusText, headers, ok, redirected, type, url, config };
}

function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}
