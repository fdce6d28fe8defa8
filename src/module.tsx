import React, { lazy, Suspense } from 'react';

import { AppPlugin, type PluginConfigPageProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';

import { App } from './pages/App';
import { fromLine, fromPalette, fromQueries, fromTrace } from './pages/links/links';

// Grafana reads this file when it starts; pages are fetched when somebody opens one.
const LazyConfig = lazy(() => import('./pages/ConfigPage'));

const Config = (_: PluginConfigPageProps<any>) => (
  <Suspense fallback={<LoadingPlaceholder text="Loading…" />}>
    <LazyConfig />
  </Suspense>
);

export const plugin = new AppPlugin()
  .setRootPage(App)
  .addConfigPage({ id: 'configuration', title: 'Configuration', icon: 'cog', body: Config })
  .addLink(fromPalette)
  .addLink(fromQueries)
  .addLink(fromTrace)
  .addLink(fromLine);
