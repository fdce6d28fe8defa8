import React, { lazy, Suspense } from 'react';

import { AppPlugin, type AppRootProps, type PluginConfigPageProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';

// Grafana reads this file when it starts; pages are fetched when somebody opens one.
const LazyJourneys = lazy(() => import('./pages/JourneysPage'));
const LazyConfig = lazy(() => import('./pages/ConfigPage'));

const Root = (_: AppRootProps) => (
  <Suspense fallback={<LoadingPlaceholder text="Loading…" />}>
    <LazyJourneys />
  </Suspense>
);

const Config = (_: PluginConfigPageProps<any>) => (
  <Suspense fallback={<LoadingPlaceholder text="Loading…" />}>
    <LazyConfig />
  </Suspense>
);

export const plugin = new AppPlugin().setRootPage(Root).addConfigPage({
  id: 'configuration',
  title: 'Configuration',
  icon: 'cog',
  body: Config,
});
