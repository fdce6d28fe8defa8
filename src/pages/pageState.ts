import { dateMath, dateTime, type RawTimeRange, type TimeRange, type UrlQueryMap } from '@grafana/data';

/** All that the page's address holds: with it, the page shows the same to everybody. */
export interface PageState {
  logql: string;
  traceql: string;
  /** The journey that is shown, "" for the graph of all. */
  trace: string;
  /** As people write it: "now-1h", or milliseconds since 1970. */
  from: string;
  to: string;
  /** The data source's uid, "" for the first of our kind. */
  ds: string;
  /** The most journeys that a search returns, "" for the default. */
  limit: string;
  /** "on" when the list goes on with requests as they happen, else "". */
  live: string;
  /** "on" when the journey comes with lines that carry no ID, else "". */
  nearby: string;
}

export const initialState: PageState = {
  logql: '',
  traceql: '',
  trace: '',
  from: 'now-1h',
  to: 'now',
  ds: '',
  limit: '',
  live: '',
  nearby: '',
};

const keys = Object.keys(initialState) as Array<keyof PageState>;

/** Reads an address; what is absent or unreadable has its initial value. */
export function readUrl(params: UrlQueryMap): PageState {
  const state = { ...initialState };
  for (const key of keys) {
    state[key] = firstText(params[key]) ?? initialState[key];
  }
  if (!/^[1-9]\d{0,4}$/.test(state.limit)) {
    state.limit = initialState.limit;
  }
  for (const key of ['live', 'nearby'] as const) {
    state[key] = state[key] === 'on' ? 'on' : '';
  }
  const isRange = parseTime(state.from, false) && parseTime(state.to, true);
  return isRange ? state : { ...state, from: initialState.from, to: initialState.to };
}

/** Writes an address; what has its initial value is left out, null removes it. */
export function writeUrl(state: PageState): Record<keyof PageState, string | null> {
  const entries = keys.map((key) => [key, state[key] === initialState[key] ? null : state[key]]);
  return Object.fromEntries(entries);
}

/** The range as of now: "now-1h" moves on with every call. */
export function toTimeRange({ from, to }: Pick<PageState, 'from' | 'to'>): TimeRange {
  return {
    from: parseTime(from, false) ?? dateTime(0),
    to: parseTime(to, true) ?? dateTime(),
    raw: { from: isRelative(from) ? from : dateTime(Number(from)), to: isRelative(to) ? to : dateTime(Number(to)) },
  };
}

export function fromRawRange({ from, to }: RawTimeRange): Pick<PageState, 'from' | 'to'> {
  return { from: boundText(from), to: boundText(to) };
}

/** Is there anything to search by? A trace ID alone is no search. */
export function isSearch({ logql, traceql }: Pick<PageState, 'logql' | 'traceql'>): boolean {
  return Boolean(logql.trim() || traceql.trim());
}

/** Is there anything to ask at all? */
export function isQuestion(state: PageState): boolean {
  return isSearch(state) || Boolean(state.trace.trim());
}

function parseTime(text: string, roundUp: boolean) {
  if (isRelative(text)) {
    return dateMath.toDateTime(text, { roundUp });
  }
  return /^\d+$/.test(text) ? dateTime(Number(text)) : undefined;
}

function isRelative(text: string): boolean {
  return text.startsWith('now') && dateMath.isValid(text);
}

function boundText(bound: RawTimeRange['from']): string {
  return typeof bound === 'string' ? bound : String(bound.valueOf());
}

function firstText(param: UrlQueryMap[string]): string | undefined {
  const first: unknown = Array.isArray(param) ? param[0] : param;
  return first === undefined || first === null || first === true ? undefined : String(first);
}
