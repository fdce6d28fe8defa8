import { CoreApp, type DataFrame, type DataQueryRequest } from '@grafana/data';

import type { FrameName, JourneyQuery } from '../contract';

/** Frames that Grafana has a view of its own for, with features that our panel leaves to it. */
const ofGrafana: FrameName[] = ['trace', 'logs'];

/**
 * Explore leaves every frame that names a panel plugin to that plugin. A query that wants
 * nothing but the spans or the lines wants Grafana's own trace or logs view.
 */
export function withCoreView(frame: DataFrame, { app, targets }: DataQueryRequest<JourneyQuery>): DataFrame {
  const wanted = targets.find(({ refId }) => refId === frame.refId)?.frames ?? [];
  const isCore = wanted.length > 0 && wanted.every((name) => ofGrafana.includes(name));
  if (app !== CoreApp.Explore || !isCore) {
    return frame;
  }
  return { ...frame, meta: { ...frame.meta, preferredVisualisationPluginId: undefined } };
}
