import { urlUtil } from '@grafana/data';

import { APP_ID } from '../contract';
import { initialState, type PageState, writeUrl } from './pageState';

const base = `/a/${APP_ID}`;

/** The app's pages, by the last part of their address. */
export const pages = {
  journeys: `${base}/journeys`,
  setup: `${base}/setup`,
  configuration: `/plugins/${APP_ID}`,
};

/** The address of the journeys page in a state; what is left out has its initial value. */
export function journeysPath(state: Partial<PageState>): string {
  return urlUtil.renderUrl(pages.journeys, withoutNulls(writeUrl({ ...initialState, ...state })));
}

/** The address of the setup check of a data source. */
export function setupPath(ds: string): string {
  return urlUtil.renderUrl(pages.setup, { ds });
}

function withoutNulls(params: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== null));
}
