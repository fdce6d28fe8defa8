import type { DataSourceInstanceSettings, DataSourcePluginMeta, PluginMeta } from '@grafana/data';

/** What the bridge tells the page; see settings.go. */
export interface FrontendSettings {
  dataSources: Array<Omit<DataSourceInstanceSettings, 'meta'>>;
  plugins: PluginEntry[];
}

export interface PluginEntry {
  meta: PluginMeta;
  module: string;
  baseUrl: string;
}

export async function fetchSettings(): Promise<FrontendSettings> {
  const response = await fetch('/api/frontend/settings');
  if (!response.ok) {
    throw new Error(`The workbench's server answered ${response.status} for its settings.`);
  }
  return response.json();
}

/** The data sources as Grafana hands them to plugins: each with its plugin's description. */
export function instanceSettings({ dataSources, plugins }: FrontendSettings): DataSourceInstanceSettings[] {
  return dataSources.map((source) => {
    const plugin = plugins.find(({ meta }) => meta.id === source.type);
    if (!plugin) {
      throw new Error(`There is no plugin ${source.type} for the data source ${source.name}.`);
    }
    return { ...source, meta: toMeta(plugin) };
  });
}

/** Logos are written relative to the plugin's folder. */
export function toMeta({ meta, module, baseUrl }: PluginEntry): DataSourcePluginMeta {
  const { logos } = meta.info;
  const absolute = { small: `${baseUrl}/${logos.small}`, large: `${baseUrl}/${logos.large}` };
  return { ...meta, module, baseUrl, info: { ...meta.info, logos: absolute } };
}
