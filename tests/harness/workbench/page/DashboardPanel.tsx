import React, { type ComponentType, useState } from 'react';
import { useLocation } from 'react-router-dom-v5-compat';

import { CoreApp, type FieldConfigSource } from '@grafana/data';
import type { PanelRendererProps } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';

import { usePanelData } from './panelData';

/** A panel as the JSON of a dashboard has it, so far as it matters here. */
interface PanelJson {
  type: string;
  targets: DataQuery[];
  options?: object;
  fieldConfig?: FieldConfigSource;
}

/** Below the header of the page, all is the panel's. */
const HEADER = 60;

interface Props {
  PanelRenderer: ComponentType<PanelRendererProps>;
}

/** One panel of a dashboard, as large as the window was when it opened. The address holds its JSON. */
export function DashboardPanel(props: Props) {
  return <Panel key={useLocation().search} {...props} />;
}

function Panel({ PanelRenderer }: Props) {
  const [panel] = useState(readPanel);
  const data = usePanelData(panel.targets, CoreApp.Dashboard);
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
