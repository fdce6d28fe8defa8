import { DEFAULT_LIMIT, type FrameName, type JourneyQuery, type Metric } from '../contract';

const metricWords: Record<Metric, string> = {
  count: 'counts them by verdict',
  errorShare: 'gives the share that failed',
  p95: 'gives the 95th percentile of their durations',
  findings: 'counts their findings by code',
};

/** One line that says what will be asked, and of whom. */
export function explain(query: JourneyQuery): string {
  if (query.queryType === 'journey') {
    return 'Gets all spans of this trace from Tempo and, around their time, all its log lines from Loki.';
  }
  const found = foundBy(query);
  if (!found) {
    return 'Enter LogQL, TraceQL or both; a trace ID pasted here is looked up.';
  }
  return query.queryType === 'metrics' ? measured(query, found) : `${found}; ${fetched(query)}.`;
}

/** As deep as the frames go (journey.Depth in the backend). */
function fetched({ frames = [], limit }: JourneyQuery): string {
  const newest = `the newest ${limit ?? DEFAULT_LIMIT} of them`;
  const shows = (...names: FrameName[]) => names.some((name) => frames.includes(name));
  if (shows('steps', 'trace', 'logs')) {
    return `gets ${newest} whole`;
  }
  return shows('findings') ? `lists ${newest} and searches for all their log lines` : `lists ${newest}`;
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
  return `${found}; joins ${over} and ${metricWords[metric]}${each ? ` ${each}` : ''}.`;
}
