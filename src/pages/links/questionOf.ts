import type { DataQuery } from '@grafana/schema';

import { questionOf as ownQuestion } from '../../components/elsewhere/questionOf';
import { DATASOURCE_ID, type JourneyQuery } from '../../contract';
import type { PageState } from '../pageState';

export type Texts = Pick<PageState, 'logql' | 'traceql' | 'trace'>;

/** Fills in template variables, as the panel or Explore would. */
export type Interpolate = (text: string) => string;

/** What a query of Loki's, Tempo's or our own data source asks, as far as journeys can be found by it. */
interface CoreQuery extends DataQuery {
  /** Loki. */
  expr?: string;
  /** Tempo: TraceQL, or a trace ID. */
  query?: string;
}

const HEX_ID = /^[0-9a-f]{1,32}$/i;

/** The question that queries of a panel or of Explore ask together; undefined when there is none in them. */
export function questionOf(targets: DataQuery[], interpolate: Interpolate): Partial<Texts> | undefined {
  const question: Partial<Texts> = {};
  for (const target of targets) {
    if (!target.hide) {
      Object.assign(question, { ...readTarget(target, interpolate), ...question });
    }
  }
  return Object.keys(question).length > 0 ? question : undefined;
}

function readTarget(target: DataQuery, interpolate: Interpolate): Partial<Texts> {
  switch (target.datasource?.type) {
    case 'loki':
      return ofLoki(interpolate((target as CoreQuery).expr ?? ''));
    case 'tempo':
      return ofTempo(interpolate((target as CoreQuery).query ?? ''));
    case DATASOURCE_ID:
      return ofOurs(target as JourneyQuery, interpolate);
  }
  return {};
}

/** Journeys are found by lines: a metric query, which does not start with a selector, names none. */
function ofLoki(expr: string): Partial<Texts> {
  return expr.trim().startsWith('{') ? { logql: expr.trim() } : {};
}

function ofTempo(query: string): Partial<Texts> {
  const text = query.trim();
  if (HEX_ID.test(text)) {
    return { trace: text };
  }
  return text.startsWith('{') && !isMetric(text) ? { traceql: text } : {};
}

/** TraceQL metrics end in a pipeline stage such as `| rate()`; those of search are filters and select(). */
function isMetric(traceql: string): boolean {
  return /\|\s*(rate|count_over_time|[a-z]+_over_time|compare)\s*\(/.test(traceql);
}

function ofOurs(query: JourneyQuery, interpolate: Interpolate): Partial<Texts> {
  const { queryType, logql, traceql, traceId } = ownQuestion({
    ...query,
    query: query.query && interpolate(query.query),
  });
  const texts = queryType === 'journey' ? { trace: traceId } : { logql, traceql };
  const filled = Object.entries(texts).map(([name, text]) => [name, interpolate(text ?? '').trim()]);
  return Object.fromEntries(filled.filter(([, text]) => text !== ''));
}
