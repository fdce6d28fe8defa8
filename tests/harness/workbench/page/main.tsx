import React, { type ComponentType, type PropsWithChildren, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'react-router-dom-v5-compat';

import { type AppPlugin, type AppRootProps, type PluginMeta, PluginType } from '@grafana/data';
import {
  locationService,
  type PanelRendererProps,
  setBackendSrv,
  setDataSourceSrv,
  setGrafanaLiveSrv,
  setTemplateSrv,
} from '@grafana/runtime';

import { PluginLoader } from './amd';
import { FetchBackendSrv } from './backendSrv';
import { Benchmark } from './bench/Benchmark';
import { DashboardPanel } from './DashboardPanel';
import { ProvisionedDataSources } from './dataSourceSrv';
import { ExplorePane } from './ExplorePane';
import { HostedPage } from './HostedPage';
import { panelRenderer } from './HostedPanel';
import { LiveOverHttp } from './liveSrv';
import { fetchSettings, type FrontendSettings, instanceSettings, toMeta } from './settings';
import { sharedModules } from './shared';
import { type Mode, Shell } from './Shell';
import { noVariables } from './templateSrv';

/** Addresses of a single panel; all others are the app's. */
const single: Record<string, ComponentType<{ PanelRenderer: ComponentType<PanelRendererProps> }> | undefined> = {
  '/d': DashboardPanel,
  '/explore': ExplorePane,
  '/bench': Benchmark,
};

async function main() {
  const settings = await fetchSettings();
  const loader = new PluginLoader();
  const PanelRenderer = panelRenderer(loader, settings.plugins);
  loader.share(sharedModules({ PanelRenderer, PluginPage: HostedPage }));
  const backend = new FetchBackendSrv();
  setBackendSrv(backend);
  setGrafanaLiveSrv(new LiveOverHttp(backend));
  setTemplateSrv(noVariables);
  setDataSourceSrv(new ProvisionedDataSources(instanceSettings(settings), loader));
  const Single = single[locationService.getLocation().pathname];
  show(<Page>{Single ? <Single PanelRenderer={PanelRenderer} /> : await openApp(loader, settings)}</Page>);
}

async function openApp(loader: PluginLoader, settings: FrontendSettings) {
  const { app, meta } = await loadApp(loader, settings);
  const basename = `/a/${meta.id}`;
  if (locationService.getLocation().pathname === '/') {
    locationService.replace({ ...locationService.getLocation(), pathname: `${basename}/journeys` });
  }
  return <App Root={app} meta={meta} basename={basename} />;
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

/** Grafana's router and theme around what is shown. */
function Page({ children }: PropsWithChildren) {
  const location = useLocation();
  const mode: Mode = new URLSearchParams(location.search).get('theme') === 'light' ? 'light' : 'dark';

  return (
    <Router location={location} navigator={locationService.getHistory()}>
      <Shell mode={mode}>{children}</Shell>
    </Router>
  );
}

interface Props {
  Root: ComponentType<AppRootProps>;
  meta: PluginMeta;
  basename: string;
}

function App({ Root, meta, basename }: Props) {
  const { pathname } = useLocation();
  return <Root meta={meta} basename={basename} path={pathname} query={{}} onNavChanged={() => undefined} />;
}

function useLocation() {
  const [location, setLocation] = useState(locationService.getLocation());
  useEffect(() => {
    const subscription = locationService.getLocationObservable().subscribe(setLocation);
    return () => subscription.unsubscribe();
  }, []);
  return location;
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
