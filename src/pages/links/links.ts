import {
  type PluginExtensionAddedLinkConfig,
  PluginExtensionPoints,
  type PluginExtensionResourceAttributesContext,
  type RawTimeRange,
  type ScopedVars,
} from '@grafana/data';
import { getDataSourceSrv, getTemplateSrv, locationService } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';

import { DATASOURCE_ID } from '../../contract';
import { fromRawRange } from '../pageState';
import { journeysPath, pages } from '../paths';
import { questionOf } from './questionOf';

/**
 * The links that Grafana shows to the journeys page, from where people already are.
 * Titles and targets are declared once more in plugin.json; Grafana drops a link that differs.
 */

/** What Explore and panel menus tell: the queries and their time. */
interface QueriesContext {
  targets: DataQuery[];
  timeRange: RawTimeRange;
  scopedVars?: ScopedVars;
}

/** What the header of Grafana's trace view tells; times are in microseconds. */
interface TraceContext {
  traceID?: string;
  startTime?: number;
  endTime?: number;
  datasource?: { uid?: string };
}

const icon = 'sitemap';

export const fromPalette: PluginExtensionAddedLinkConfig = {
  title: 'Open request journey',
  description: 'Find requests by log lines or spans, and open each of them',
  targets: [PluginExtensionPoints.CommandPalette],
  path: pages.journeys,
  icon,
  // The palette keeps the browser from following the path and calls this instead.
  onClick: () => locationService.push(pages.journeys),
};

export const fromQueries: PluginExtensionAddedLinkConfig<QueriesContext> = {
  title: 'Open request journeys',
  description: 'Show the requests whose log lines or spans this query finds',
  targets: [PluginExtensionPoints.ExploreToolbarAction, PluginExtensionPoints.DashboardPanelMenu],
  path: pages.journeys,
  icon,
  configure: (context) => {
    const templates = getTemplateSrv();
    const question = questionOf(context?.targets ?? [], (text) => templates.replace(text, context?.scopedVars));
    if (!context || !question) {
      return undefined;
    }
    const ds = sourceAsking(context.targets.map(({ datasource }) => datasource?.uid));
    return { path: journeysPath({ ...question, ...fromRawRange(context.timeRange), ds }) };
  },
};

export const fromTrace: PluginExtensionAddedLinkConfig<TraceContext> = {
  title: 'Request journey of this trace',
  description: 'Show this trace with its log lines on the hops that wrote them, and what is missing',
  targets: [PluginExtensionPoints.TraceViewHeaderActions],
  path: pages.journeys,
  icon,
  configure: (context) => {
    if (!context?.traceID) {
      return undefined;
    }
    const { traceID, startTime, endTime, datasource } = context;
    const range = startTime ? aroundMillis(startTime / 1000, (endTime ?? startTime) / 1000) : {};
    return { path: journeysPath({ trace: traceID, ...range, ds: sourceAsking([datasource?.uid]) }) };
  },
};

export const fromLine: PluginExtensionAddedLinkConfig<PluginExtensionResourceAttributesContext> = {
  title: 'Request journey of this line',
  description: 'Show the whole request that this line belongs to',
  targets: [PluginExtensionPoints.LogsViewResourceAttributes],
  path: pages.journeys,
  icon,
  configure: (context) => {
    const found = traceAttribute(context?.attributes ?? {});
    if (!context || !found) {
      return undefined;
    }
    const { timeRange, datasource } = context;
    const range = timeRange ? { from: String(timeRange.from), to: String(timeRange.to) } : {};
    // The category is the attribute beside which the link stands.
    const path = journeysPath({ trace: found.id, ...range, ds: sourceAsking([datasource?.uid]) });
    return { path, category: found.name };
  },
};

const TRACE_ATTRIBUTE = /^(.*[._-])?trace[._-]?id$/i;
const TRACE_ID = /^(0x)?[0-9a-f]{13,32}$/i;

/** The first attribute that names a trace; "null", "-" and zeros name none. */
export function traceAttribute(attributes: Record<string, string[]>): { name: string; id: string } | undefined {
  for (const [name, [id]] of Object.entries(attributes)) {
    if (TRACE_ATTRIBUTE.test(name) && TRACE_ID.test(id) && /[1-9a-f]/i.test(id.replace(/^0x/, ''))) {
      return { name, id };
    }
  }
  return undefined;
}

const MINUTE = 60_000;

/** A range with room for lines that were written before or after the spans. */
function aroundMillis(from: number, to: number) {
  return { from: String(Math.floor(from - MINUTE)), to: String(Math.ceil(to + MINUTE)) };
}

/** Our data source that is, or asks the same servers as, one of these; "" leaves the choice to the page. */
function sourceAsking(uids: Array<string | undefined>): string {
  const ours = getDataSourceSrv().getList({ pluginId: DATASOURCE_ID });
  const match = ours.find(({ uid, jsonData }) => {
    const { loki, tempo } = jsonData as { loki?: Server; tempo?: Server };
    return [uid, loki?.datasourceUid, tempo?.datasourceUid].some((known) => known && uids.includes(known));
  });
  return match?.uid ?? '';
}

interface Server {
  datasourceUid?: string;
}
