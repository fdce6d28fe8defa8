import { filter, lastValueFrom, map, type Observable, Subject, takeUntil, throwError } from 'rxjs';
import { fromFetch } from 'rxjs/fetch';

import { urlUtil } from '@grafana/data';
import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';

/** Grafana's way to its server, over the browser's fetch. */
export class FetchBackendSrv implements BackendSrv {
  /** Request IDs that are asked anew; what is under way by the same ID ends. */
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

  chunked(): Observable<FetchResponse<Uint8Array | undefined>> {
    return throwError(() => new Error('The workbench has no chunked responses.'));
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
