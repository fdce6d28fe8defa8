import React, { type ComponentType, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'react-router-dom-v5-compat';

import { type AppPlugin, type AppRootProps, type PluginMeta, PluginType } from '@grafana/data';
import { locationService, setBackendSrv, setDataSourceSrv, setTemplateSrv } from '@grafana/runtime';

import { PluginLoader } from './amd';
import { FetchBackendSrv } from './backendSrv';
import { ProvisionedDataSources } from './dataSourceSrv';
import { HostedPage } from './HostedPage';
import { panelRenderer } from './HostedPanel';
import { fetchSettings, type FrontendSettings, instanceSettings, toMeta } from './settings';
import { sharedModules } from './shared';
import { type Mode, Shell } from './Shell';
import { noVariables } from './templateSrv';

async function main() {
  const settings = await fetchSettings();
  const loader = new PluginLoader();
  loader.share(sharedModules({ PanelRenderer: panelRenderer(loader, settings.plugins), PluginPage: HostedPage }));
  setBackendSrv(new FetchBackendSrv());
  setTemplateSrv(noVariables);
  setDataSourceSrv(new ProvisionedDataSources(instanceSettings(settings), loader));

  const { app, meta } = await loadApp(loader, settings);
  const home = `/a/${meta.id}/journeys`;
  if (locationService.getLocation().pathname === '/') {
    locationService.replace({ ...locationService.getLocation(), pathname: home });
  }
  show(<Workbench Root={app} meta={meta} basename={`/a/${meta.id}`} />);
}

async function loadApp(loader: PluginLoader, { plugins }: FrontendSettings) {
  const entry = plugins.find(({ meta }) => meta.type === PluginType.app);
  if (!entry) {
    throw new Error('The built plugin has no app.');
  }
  const meta = toMeta(entry);
  const { plugin } = await loader.load<{ plugin: AppPlugin }>(entry.module);
  if (!plugin.root) {
    throw new Error('The app has no page.');
  }
  return { app: plugin.root, meta };
}

interface Props {
  Root: ComponentType<AppRootProps>;
  meta: PluginMeta;
  basename: string;
}

function Workbench({ Root, meta, basename }: Props) {
  const [location, setLocation] = useState(locationService.getLocation());
  useEffect(() => {
    const subscription = locationService.getLocationObservable().subscribe(setLocation);
    return () => subscription.unsubscribe();
  }, []);
  const mode: Mode = new URLSearchParams(location.search).get('theme') === 'light' ? 'light' : 'dark';

  return (
    <Router location={location} navigator={locationService.getHistory()}>
      <Shell mode={mode}>
        <Root meta={meta} basename={basename} path={location.pathname} query={{}} onNavChanged={() => undefined} />
      </Shell>
    </Router>
  );
}

function show(page: React.ReactElement) {
  const root = document.getElementById('root');
  if (root) {
    createRoot(root).render(page);
  }
}

main().catch((error: Error) => {
  document.body.textContent = error.message;
});
