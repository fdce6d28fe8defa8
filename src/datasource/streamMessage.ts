import { type DataFrame, type DataQueryResponse, LoadingState, type QueryResultMetaNotice } from '@grafana/data';
import { type DataResponse, toDataQueryResponse } from '@grafana/runtime';

import type { JourneyQuery, SearchProgress } from '../contract';

/** One message of a stream, as the backend writes it. */
export interface StreamMessage {
  /** `too-large`: the answer does not fit into a message; ask by a query. */
  state: 'streaming' | 'done' | 'error' | 'too-large';
  progress?: SearchProgress;
  /** What a query answers for one refId; replaces what came before. Absent: nothing is new. */
  response?: DataResponse;
}

/** Anybody who knows the path can publish to it; only the backend's messages have a state. */
export function isStreamMessage(message: unknown): message is StreamMessage {
  return typeof message === 'object' && message !== null && 'state' in message;
}

/** What is shown after a message: its own answer, or the one from before, and how far the search is. */
export function answered(
  before: DataQueryResponse | undefined,
  { state, progress, response }: StreamMessage,
  query: JourneyQuery
): DataQueryResponse {
  const { refId } = query;
  const answer = response ? toDataQueryResponse({ data: { results: { [refId]: response } } }, [query]) : before;
  const runs = state === 'streaming';
  return {
    ...answer,
    key: refId,
    data: runs ? withProgress(answer?.data ?? [], progress) : (answer?.data ?? []),
    state: runs ? LoadingState.Streaming : (answer?.state ?? LoadingState.Done),
  };
}

/** The first frame tells it for all, as it does the notices. */
function withProgress([first, ...others]: DataFrame[], progress: SearchProgress | undefined): DataFrame[] {
  return first ? [{ ...first, meta: { ...first.meta, custom: { ...first.meta?.custom, progress } } }, ...others] : [];
}

/** Adds a remark to an answer. */
export function withNotice(response: DataQueryResponse, notice: QueryResultMetaNotice): DataQueryResponse {
  const [first, ...others]: DataFrame[] = response.data;
  if (!first) {
    return response;
  }
  const notices = [...(first.meta?.notices ?? []), notice];
  return { ...response, data: [{ ...first, meta: { ...first.meta, notices } }, ...others] };
}
