import { CoreApp, createDataFrame, type DataQueryRequest } from '@grafana/data';

import type { FrameName, JourneyQuery } from '../contract';
import { withCoreView } from './coreView';

function pluginOf(app: CoreApp, frames: FrameName[] | undefined): string | undefined {
  const frame = createDataFrame({ refId: 'A', fields: [], meta: { preferredVisualisationPluginId: 'ours' } });
  const request = { app, targets: [{ refId: 'A', frames }] } as DataQueryRequest<JourneyQuery>;
  return withCoreView(frame, request).meta?.preferredVisualisationPluginId;
}

it.each<[CoreApp, FrameName[] | undefined, string | undefined]>([
  [CoreApp.Explore, undefined, 'ours'],
  [CoreApp.Explore, ['journeys', 'logs'], 'ours'],
  [CoreApp.Explore, ['logs'], undefined],
  [CoreApp.Explore, ['trace', 'logs'], undefined],
  [CoreApp.Dashboard, ['logs'], 'ours'],
])('in %s, frames %s are drawn by %s', (app, frames, plugin) => {
  expect(pluginOf(app, frames)).toBe(plugin);
});
