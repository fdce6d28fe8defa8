import { useMemo } from 'react';

import type { FrameName, JourneyQuery } from '../contract';
import { isSearch, type PageState, toTimeRange } from './pageState';
import type { Question } from './useQuery';

// What the page and the panel read; the trace tells links and events of spans. Logs are for Grafana's own panel.
const journeyFrames: FrameName[] = ['journeys', 'steps', 'nodes', 'edges', 'trace', 'findings'];

// Findings have all lines of each request searched; the list that is streamed meanwhile does not wait for them.
const listFrames: FrameName[] = ['journeys', 'nodes', 'edges', 'findings'];

/**
 * The page asks twice: which journeys are there, and all about the chosen one.
 * They do not depend on each other, so choosing another journey does not search again.
 * A new `run` asks again, with "now" being now.
 */
export function useQuestions(state: PageState, uid: string | undefined, run: number) {
  const { logql, traceql, trace, from, to, limit, live, nearby } = state;

  const search = useMemo((): Question | undefined => {
    const asked = uid !== undefined && isSearch({ logql, traceql });
    const query = searchQuery(logql, traceql, limit, live);
    return asked ? { uid, query, range: toTimeRange({ from, to }) } : undefined;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- run stands for the passing of time
  }, [uid, logql, traceql, limit, live, from, to, run]);

  const journey = useMemo((): Question | undefined => {
    const asked = uid !== undefined && trace.trim() !== '';
    return asked ? { uid, query: journeyQuery(trace, nearby), range: toTimeRange({ from, to }) } : undefined;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- run stands for the passing of time
  }, [uid, trace, nearby, from, to, run]);

  return { search, journey };
}

function searchQuery(logql: string, traceql: string, limit: string, live: string): JourneyQuery {
  const bound = limit === '' ? {} : { limit: Number(limit) };
  const goingOn = live === '' ? {} : { live: true };
  const asked = { logql: logql.trim(), traceql: traceql.trim(), frames: listFrames };
  return { refId: 'search', queryType: 'search', ...asked, ...bound, ...goingOn };
}

function journeyQuery(trace: string, nearby: string): JourneyQuery {
  const more = nearby === '' ? {} : { nearby: true };
  return { refId: 'journey', queryType: 'journey', traceId: trace.trim(), frames: journeyFrames, ...more };
}
