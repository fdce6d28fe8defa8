import type { DataSourceApi, DataSourceInstanceSettings, DataSourcePlugin, DataSourceRef } from '@grafana/data';
import type { DataSourceSrv, GetDataSourceListFilters } from '@grafana/runtime';

import type { PluginLoader } from './amd';

type Ref = DataSourceRef | string | null | undefined;

/** The data sources that the bridge provisions, made by the plugin's own code. */
export class ProvisionedDataSources implements DataSourceSrv {
  private readonly instances = new Map<string, Promise<DataSourceApi>>();

  constructor(
    private readonly settings: DataSourceInstanceSettings[],
    private readonly loader: PluginLoader
  ) {}

  get(ref?: Ref): Promise<DataSourceApi> {
    const settings = this.getInstanceSettings(ref);
    if (!settings) {
      return Promise.reject(new Error('There is no such data source; choose another one.'));
    }
    const instance = this.instances.get(settings.uid) ?? this.create(settings);
    this.instances.set(settings.uid, instance);
    return instance;
  }

  getList({ pluginId, filter }: GetDataSourceListFilters = {}): DataSourceInstanceSettings[] {
    return this.settings.filter((one) => (!pluginId || one.type === pluginId) && (!filter || filter(one)));
  }

  getInstanceSettings(ref?: Ref): DataSourceInstanceSettings | undefined {
    const wanted = typeof ref === 'string' ? ref : ref?.uid;
    return wanted ? this.settings.find(({ uid, name }) => uid === wanted || name === wanted) : this.settings[0];
  }

  reload() {}

  registerRuntimeDataSource() {}

  private async create(settings: DataSourceInstanceSettings): Promise<DataSourceApi> {
    const { plugin } = await this.loader.load<{ plugin: DataSourcePlugin<DataSourceApi> }>(settings.meta.module);
    return Object.assign(new plugin.DataSourceClass(settings), { components: plugin.components, meta: settings.meta });
  }
}
