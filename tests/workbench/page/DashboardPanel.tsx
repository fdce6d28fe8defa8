import React, { type ComponentType, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'react-router-dom-v5-compat';
import { from, switchMap } from 'rxjs';

import {
  CoreApp,
  type DataQueryRequest,
  type DataQueryResponse,
  dateTime,
  type FieldConfigSource,
  LoadingState,
  type PanelData,
} from '@grafana/data';
import { getDataSourceSrv, type PanelRendererProps } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';

/** A panel as the JSON of a dashboard has it, so far as it matters here. */
interface PanelJson {
  type: string;
  targets: DataQuery[];
  options?: object;
  fieldConfig?: FieldConfigSource;
}

/** Below the header of the page, all is the panel's. */
const HEADER = 60;
const HOUR = 3_600_000;

interface Props {
  PanelRenderer: ComponentType<PanelRendererProps>;
}

/** One panel of a dashboard, as large as the window was when it opened. The address holds its JSON. */
export function DashboardPanel(props: Props) {
  return <Panel key={useLocation().search} {...props} />;
}

function Panel({ PanelRenderer }: Props) {
  const [panel] = useState(readPanel);
  const data = usePanelData(panel.targets);
  return (
    <PanelRenderer
      title="Panel"
      pluginId={panel.type}
      data={data}
      options={panel.options}
      fieldConfig={panel.fieldConfig}
      width={window.innerWidth}
      height={window.innerHeight - HEADER}
    />
  );
}

function readPanel(): PanelJson {
  return JSON.parse(new URLSearchParams(window.location.search).get('panel') ?? '{"type":"","targets":[]}');
}

/** Asks the panel's data source once, about the last hour. */
function usePanelData(targets: DataQuery[]): PanelData {
  const [request] = useState(() => requestOf(targets));
  const [answer, setAnswer] = useState<DataQueryResponse>();
  useEffect(() => {
    const asked = from(getDataSourceSrv().get(request.targets[0]?.datasource)).pipe(
      switchMap((source) => from(source.query(request)))
    );
    const subscription = asked.subscribe(setAnswer);
    return () => subscription.unsubscribe();
  }, [request]);
  return useMemo(() => toPanelData(request, answer), [request, answer]);
}

function toPanelData(request: DataQueryRequest, answer?: DataQueryResponse): PanelData {
  const failed = Boolean(answer?.errors?.length);
  const state = failed ? LoadingState.Error : LoadingState.Done;
  return {
    state: answer ? state : LoadingState.Loading,
    series: answer?.data ?? [],
    errors: answer?.errors,
    request,
    timeRange: request.range,
  };
}

function requestOf(targets: DataQuery[]): DataQueryRequest {
  const range = { from: dateTime(Date.now() - HOUR), to: dateTime() };
  return {
    app: CoreApp.Dashboard,
    requestId: 'panel',
    interval: '1s',
    intervalMs: 1000,
    maxDataPoints: 1000,
    range: { ...range, raw: { from: 'now-1h', to: 'now' } },
    scopedVars: {},
    targets,
    timezone: 'browser',
    startTime: Date.now(),
  };
}
