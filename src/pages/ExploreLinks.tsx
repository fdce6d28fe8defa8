import React from 'react';

import { urlUtil } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';
import { LinkButton } from '@grafana/ui';

import { type PageState, toTimeRange } from './pageState';

interface Props {
  uid: string;
  state: PageState;
}

/** From what is shown to the same in Grafana's own log and trace views, where those data sources are known. */
export function ExploreLinks({ uid, state }: Props) {
  const settings = getDataSourceSrv().getInstanceSettings(uid);
  const { loki, tempo, logScope } = (settings?.jsonData ?? {}) as SourceSettings;
  const lines = loki?.datasourceUid && lineQueries(state, logScope);
  const traces = tempo?.datasourceUid && traceQuery(state);

  return (
    <>
      {lines && (
        <LinkButton variant="secondary" icon="compass" href={exploreUrl(loki.datasourceUid, lines, state)}>
          Logs in Explore
        </LinkButton>
      )}
      {traces && (
        <LinkButton variant="secondary" icon="compass" href={exploreUrl(tempo.datasourceUid, [traces], state)}>
          {state.trace ? 'Trace in Explore' : 'Traces in Explore'}
        </LinkButton>
      )}
    </>
  );
}

interface SourceSettings {
  loki?: { datasourceUid: string };
  tempo?: { datasourceUid: string };
  logScope?: string;
}

type Target = DataQuery & Record<string, unknown>;

const ANY_STREAM = '{service_name=~".+"}';

/** The lines of the journey that is chosen, by text and by structured metadata, else those searched for. */
export function lineQueries({ trace, logql }: PageState, scope = ''): Target[] | undefined {
  const id = /[0-9a-f]{16,32}/i.exec(trace)?.[0].toLowerCase();
  if (id) {
    const selector = scope || ANY_STREAM;
    return [
      { refId: 'A', expr: `${selector} |= \`${id}\`` },
      { refId: 'B', expr: `${selector} | trace_id=\`${id}\`` },
    ];
  }
  return logql.trim() ? [{ refId: 'A', expr: logql.trim() }] : undefined;
}

/** The trace that is chosen, else the search. */
export function traceQuery({ trace, traceql }: PageState): Target | undefined {
  const id = /[0-9a-f]{16,32}/i.exec(trace)?.[0].toLowerCase();
  const query = id ?? traceql.trim();
  return query ? { refId: 'A', queryType: 'traceql', query } : undefined;
}

export function exploreUrl(uid: string, queries: Target[], state: PageState): string {
  const { from, to } = toTimeRange(state);
  const range = { from: String(from.valueOf()), to: String(to.valueOf()) };
  const pane = { datasource: uid, queries: queries.map((query) => ({ ...query, datasource: { uid } })), range };
  return urlUtil.renderUrl('/explore', { schemaVersion: 1, panes: JSON.stringify({ journey: pane }) });
}
