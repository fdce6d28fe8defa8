import { dateMath, urlUtil } from '@grafana/data';
import { APP_ID } from '../../contract';
import type { TimeSpan } from './explore';
import type { Selection } from './linked';

const PAGES = `/a/${APP_ID}/`;
/** The selection in the address of the app's page; the page's own parameters have other names. */
export const SELECTION_PARAM = 'journeySelection';

/** Whether a path of Grafana is one of the app's pages. */
export function isOfApp(path: string): boolean {
  return path.startsWith(PAGES);
}

/** What the app's page needs to show a journey. */
export interface Shared {
  traceId: string;
  /** Without one, the page looks in its usual range. */
  range?: TimeSpan;
  /** The UID of the data source of our kind, "" for the first. */
  datasource?: string;
}

/** The app's page about one journey; the path is Grafana's, without its base. */
export function journeyPath({ traceId, range, datasource }: Shared): string {
  return urlUtil.renderUrl(`${PAGES}journeys`, { trace: traceId, ...range, ...(datasource ? { ds: datasource } : {}) });
}

/** By what a user may be let in (`url_login` of Grafana's `[auth.jwt]`). */
const LOGIN_PARAM = 'auth_token';

/**
 * The present address of the app's page, with the journey, and with "the last hour" being the
 * one that it is now. What its user was let in by stays with them.
 */
export function pageToShare(href: string, traceId: string): string {
  const url = new URL(href);
  url.username = url.password = '';
  url.searchParams.delete(LOGIN_PARAM);
  url.searchParams.set('trace', traceId);
  for (const [name, usual] of [
    ['from', 'now-1h'],
    ['to', 'now'],
  ]) {
    const text = url.searchParams.get(name) ?? usual;
    const moment = text.startsWith('now') ? dateMath.toDateTime(text, { roundUp: name === 'to' })?.valueOf() : text;
    url.searchParams.set(name, String(moment));
  }
  return url.href;
}

const types: Array<Selection['type']> = ['service', 'hop', 'step', 'finding', 'journey'];

export function selectionToText({ type, id }: Selection): string {
  return `${type}:${id}`;
}

/** Undefined for what is no selection. */
export function selectionOfText(text: unknown): Selection | undefined {
  const [, name, id] = /^(\w+):(.+)$/s.exec(String(text ?? '')) ?? [];
  const type = types.find((type) => type === name);
  return type && { type, id };
}
