import { catchError, defer, map, merge, type Observable } from 'rxjs';

import { CoreApp, type DataQueryRequest, type DataQueryResponse, LoadingState } from '@grafana/data';

import { questionOf } from '../components/elsewhere/questionOf';
import { APP_ID, type JourneyQuery } from '../contract';
import { streamSearch } from './stream';
import type { StreamConnection } from './streamConnection';
import { withNotice } from './streamMessage';

/** Grafana ends the connection of who sends more than 64 KiB at once (message_size_limit). */
const MAX_MESSAGE_BYTES = 48 * 1024;

const NOT_LIVE_NOTICE =
  'Grafana Live is not available, so this list does not update. Run the query again to see newer requests.';

type Request = DataQueryRequest<JourneyQuery>;

/** Asks by a query; the answer comes once. */
type Ask = (request: Request) => Observable<DataQueryResponse>;

/** Does somebody watch the search go on? Dashboards and alert rules want an answer, not the way to it. */
export function isWatched({ app }: Request): boolean {
  return app === CoreApp.Explore || app === APP_ID;
}

/** What streams need to know of the data source. */
interface Source {
  uid: string;
  /** Undefined where no stream is to be had. */
  connection: StreamConnection | undefined;
  /** Writes template variables and ad hoc filters into a query; queries do so by themselves. */
  write: (query: JourneyQuery) => JourneyQuery;
}

/** Answers each search of a request by a stream of its own, and all else, and what cannot be streamed, by a query. */
export function streamed(request: Request, source: Source, ask: Ask): Observable<DataQueryResponse> {
  const { connection } = source;
  const searches = connection ? request.targets.filter((query) => canStream(source.write(query))) : [];
  const others = request.targets.filter((query) => !searches.includes(query));
  const streams = connection ? searches.map((query) => search(query, request, { ...source, connection }, ask)) : [];
  return together(streams.length === 0 || others.length > 0 ? [...streams, askOnce(request, others, ask)] : streams);
}

function canStream(query: JourneyQuery): boolean {
  const { queryType = 'search', query: unread } = questionOf(query);
  return queryType === 'search' && !unread && new Blob([JSON.stringify(query)]).size <= MAX_MESSAGE_BYTES;
}

function search(query: JourneyQuery, request: Request, source: Source & { connection: StreamConnection }, ask: Ask) {
  const { uid, connection, write } = source;
  const asked = request.liveStreaming ? { ...write(query), live: true } : write(query);
  return streamSearch(connection, uid, asked, request.range).pipe(catchError(() => askOnce(request, [query], ask)));
}

/** What was to move on says that it does not. */
function askOnce(request: Request, targets: JourneyQuery[], ask: Ask): Observable<DataQueryResponse> {
  const key = targets.map(({ refId }) => refId).join();
  const isLive = request.liveStreaming || targets.some(({ live }) => live);
  return ask({ ...request, targets }).pipe(
    map((answer) => (isLive ? withNotice(answer, { severity: 'warning', text: NOT_LIVE_NOTICE }) : answer)),
    map((answer) => ({ ...answer, key }))
  );
}

/** Answers are done when all of them are. */
function together(parts: Array<Observable<DataQueryResponse>>): Observable<DataQueryResponse> {
  return defer(() => {
    const running = new Set(parts);
    const mark = (part: Observable<DataQueryResponse>) => (answer: DataQueryResponse) => {
      const state = answer.state ?? LoadingState.Done;
      if (state !== LoadingState.Streaming) {
        running.delete(part);
      }
      return { ...answer, state: state === LoadingState.Done && running.size > 0 ? LoadingState.Streaming : state };
    };
    return merge(...parts.map((part) => part.pipe(map(mark(part)))));
  });
}
