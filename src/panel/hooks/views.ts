import { useState } from 'react';
import { isOneJourney } from '../model/model';
import type { Picture } from '../model/types';

/** The ways to look at a journey; `all` is the graph with another view below it. */
export type ViewName = 'all' | 'graph' | 'timeline' | 'steps';
export type LowerView = Extract<ViewName, 'timeline' | 'steps'>;

/** Panels lower than `graph` have room for the graph alone, those higher than `all` for two views. */
export const HEIGHTS = { graph: 340, all: 600 };

/** The views that there is something to see in and room for, the best first. */
export function viewsFor(picture: Picture, height: number): ViewName[] {
  if (!isOneJourney(picture)) {
    return ['graph'];
  }
  if (picture.hops.length === 0) {
    // Cards without hops tell less than what was logged.
    return ['steps', 'timeline', 'graph'];
  }
  if (height < HEIGHTS.graph) {
    return ['graph'];
  }
  return height < HEIGHTS.all ? ['graph', 'timeline', 'steps'] : ['all', 'graph', 'timeline', 'steps'];
}

/** The view that is shown: the chosen one, as long as there is room for it. */
export function useViews(picture: Picture, height: number) {
  const [chosen, choose] = useState<ViewName>();
  const [lower, chooseLower] = useState<LowerView>('timeline');
  const views = viewsFor(picture, height);
  const view = views.find((name) => name === chosen) ?? views[0];
  return { views, view, choose, lower, chooseLower };
}
