import type { JourneyQuery, JourneyQueryType } from '../../contract';
import { lex } from '../lang/lexer';
import { isAnyTraceId, toTraceId } from '../traceId';
import { languageOf } from './language';

/** For a text of which the grammars do not say whose it is; the backend's words too. */
const AMBIGUOUS_NOTICE = 'This text can be LogQL or TraceQL; it was searched as TraceQL. Enter it as LogQL if you mean log lines.';

const ownTypes: Array<string | undefined> = ['search', 'journey', 'metrics'] satisfies JourneyQueryType[];

interface Reading {
  query: JourneyQuery;
  /** A sentence for the user, where the text is not plain. */
  remark?: string;
}

/** What a query asks: a text that one of Grafana's own links sent is in the field where it belongs. */
export function questionOf(query: JourneyQuery): JourneyQuery {
  return readQuery(query).query;
}

/**
 * Reads `query`, in which a derived field of Loki, an exemplar or a correlation sends its text,
 * by the rules of the backend (pkg/query/elsewhere.go). Our own fields win. A text that is
 * neither a trace ID nor a query stays where it is.
 */
export function readQuery({ query: sent, ...own }: JourneyQuery): Reading {
  const text = sent?.trim() ?? '';
  const isTempos = Boolean(own.queryType?.startsWith('traceql'));
  const isForeign = !ownTypes.includes(own.queryType) && (text !== '' || isTempos);
  const query = isForeign ? { ...own, queryType: undefined } : own;
  if (text === '' || [own.logql, own.traceql, own.traceId].some((field) => field?.trim())) {
    return { query };
  }
  const isMetrics = query.queryType === 'metrics';
  const found = languageOf(text);
  if (found) {
    const search: JourneyQuery = { ...query, queryType: isMetrics ? 'metrics' : 'search' };
    return found === 'either'
      ? { query: { ...search, traceql: text }, remark: isTempos ? undefined : AMBIGUOUS_NOTICE }
      : { query: { ...search, [found]: text } };
  }
  if ((isAnyTraceId(text) || hasVariable(text)) && !isMetrics) {
    return { query: { ...query, queryType: 'journey', traceId: toTraceId(text) } };
  }
  return { query: { ...query, query: text }, remark: notReadable(text) };
}

/** A variable of a dashboard that is not filled in yet: most likely it holds a trace ID. */
function hasVariable(text: string): boolean {
  return lex(text, 'traceql').some(({ kind }) => kind === 'variable');
}

function notReadable(text: string): string {
  const quoted = JSON.stringify([...text].slice(0, 60).join(''));
  return isAnyTraceId(text)
    ? `${quoted} is a trace ID, but metrics count the requests of a search: enter LogQL or TraceQL.`
    : `${quoted} is neither a trace ID nor LogQL nor TraceQL: correct the link that sent it, or enter a trace ID or a query.`;
}
