import { DEFAULT_LIMIT, type FrameName, type JourneyQuery, type Metric } from '../contract';

const metricWords: Record<Metric, string> = {
  count: 'counts them by verdict',
  errorShare: 'gives the share that failed',
  p95: 'gives the 95th percentile of their durations',
  findings: 'counts their findings by code',
};

/** One line that says what the query fetches, and from which server. */
export function explain(query: JourneyQuery): string {
  if (query.queryType === 'journey') {
    return 'Fetches all spans of this trace from Tempo, and its log lines around that time from Loki.';
  }
  const found = foundBy(query);
  if (!found) {
    return 'Enter LogQL, TraceQL or both, or paste a trace ID.';
  }
  return query.queryType === 'metrics' ? measured(query, found) : `${found}, and ${fetched(query)}.`;
}

/** What is fetched for each request depends on the frames (journey.Depth in the backend). */
function fetched({ frames = [], limit }: JourneyQuery): string {
  const newest = `the newest ${limit ?? DEFAULT_LIMIT}`;
  const shows = (...names: FrameName[]) => names.some((name) => frames.includes(name));
  if (shows('steps', 'trace', 'logs')) {
    return `fetches all spans and log lines of ${newest}`;
  }
  return shows('findings') ? `lists ${newest} with all their log lines counted` : `lists ${newest}`;
}

function foundBy({ logql, traceql }: JourneyQuery): string | undefined {
  const [hasLogQL, hasTraceQL] = [logql?.trim(), traceql?.trim()];
  if (hasLogQL && hasTraceQL) {
    return 'Finds requests with a line that matches in Loki and spans that match in Tempo';
  }
  if (hasLogQL) {
    return 'Finds requests by the trace IDs in the lines that match in Loki';
  }
  return hasTraceQL ? 'Finds requests whose spans match in Tempo' : undefined;
}

function measured({ metric = 'count', by, instant, limit }: JourneyQuery, found: string): string {
  const over = limit ? `the newest ${limit}` : 'as many as the data source allows';
  const each = [by && 'for each service', !instant && 'in each interval'].filter(Boolean).join(' and ');
  return `${found}, joins ${over} and ${metricWords[metric]}${each ? ` ${each}` : ''}.`;
}
