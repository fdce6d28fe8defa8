import React, { type ComponentType, useEffect, useMemo, useState } from 'react';

import {
  applyFieldOverrides,
  EventBusSrv,
  type FieldConfigSource,
  getPanelOptionsWithDefaults,
  LoadingState,
  type PanelData,
  type PanelPlugin,
  standardEditorsRegistry,
} from '@grafana/data';
import { getTemplateSrv, type PanelRendererProps } from '@grafana/runtime';
import { ErrorBoundaryAlert, LoadingPlaceholder, useTheme2 } from '@grafana/ui';

import type { PluginLoader } from './amd';
import { registerFieldConfigs } from './fieldConfigs';
import type { PluginEntry } from './settings';

/** Makes Grafana's PanelRenderer: it draws a panel plugin with data that is there already. */
export function panelRenderer(loader: PluginLoader, plugins: PluginEntry[]): ComponentType<PanelRendererProps> {
  // As in Grafana, a panel is loaded once: where it is shown again, it is there at once.
  const loaded = new Map<string, PanelPlugin>();
  return function HostedPanel(props: PanelRendererProps) {
    const { pluginId } = props;
    const [plugin, setPlugin] = useState(() => loaded.get(pluginId));
    const [error, setError] = useState('');

    useEffect(() => {
      if (loaded.has(pluginId)) {
        return;
      }
      const keep = (panel: PanelPlugin) => {
        loaded.set(pluginId, panel);
        setPlugin(panel);
      };
      loadPanel(loader, plugins, pluginId).then(keep, (reason: Error) => setError(reason.message));
    }, [pluginId]);

    if (error) {
      return <p role="alert">{error}</p>;
    }
    return plugin ? <Panel {...props} plugin={plugin} /> : <LoadingPlaceholder text="Loading the panel…" />;
  };
}

// A panel's options name their editors; Grafana registers those, but there is no options pane here.
const editorIds = [
  'boolean',
  'color',
  'field-name',
  'multi-select',
  'number',
  'radio',
  'select',
  'slider',
  'strings',
  'text',
  'unit',
];
standardEditorsRegistry.setInit(() => editorIds.map((id) => ({ id, name: id, editor: () => null })));
registerFieldConfigs();

async function loadPanel(loader: PluginLoader, plugins: PluginEntry[], id: string): Promise<PanelPlugin> {
  const entry = plugins.find(({ meta }) => meta.id === id);
  if (!entry) {
    throw new Error(`There is no panel plugin ${id}.`);
  }
  const { plugin } = await loader.load<{ plugin: PanelPlugin }>(entry.module);
  return plugin;
}

const noFieldConfig: FieldConfigSource = { defaults: {}, overrides: [] };

function Panel({ plugin, ...props }: PanelRendererProps & { plugin: PanelPlugin }) {
  const [changed, setChanged] = useState<object>({});
  const eventBus = useMemo(() => new EventBusSrv(), []);
  const { fieldConfig, options } = useMemo(
    () =>
      getPanelOptionsWithDefaults({
        plugin,
        currentOptions: { ...props.options, ...changed },
        currentFieldConfig: (props.fieldConfig as FieldConfigSource) ?? noFieldConfig,
        isAfterPluginChange: false,
      }),
    [plugin, props.options, props.fieldConfig, changed]
  );
  const data = useOverriddenData(plugin, props.data, fieldConfig);
  const PanelComponent = plugin.panel;

  if (!PanelComponent || !data) {
    return null;
  }
  return (
    <ErrorBoundaryAlert dependencies={[data]}>
      <PanelComponent
        id={1}
        data={data}
        timeRange={data.timeRange}
        timeZone={props.timeZone ?? 'browser'}
        title={props.title}
        transparent={false}
        width={props.width}
        height={props.height}
        renderCounter={0}
        options={options}
        fieldConfig={fieldConfig}
        eventBus={eventBus}
        replaceVariables={(text) => getTemplateSrv().replace(text)}
        onOptionsChange={setChanged}
        onFieldConfigChange={() => undefined}
        onChangeTimeRange={() => undefined}
      />
    </ErrorBoundaryAlert>
  );
}

/** Grafana gives fields their display functions before a panel sees them. */
function useOverriddenData(plugin: PanelPlugin, data: PanelData | undefined, fieldConfig: FieldConfigSource) {
  const theme = useTheme2();
  return useMemo(() => {
    if (!data || data.state === LoadingState.NotStarted) {
      return data;
    }
    const series = applyFieldOverrides({
      data: data.series,
      fieldConfig,
      fieldConfigRegistry: plugin.fieldConfigRegistry,
      replaceVariables: (text, scopedVars) => getTemplateSrv().replace(text, scopedVars),
      theme,
      timeZone: 'browser',
    });
    return { ...data, series };
  }, [data, fieldConfig, plugin, theme]);
}
