import { useState } from 'react';
import { isOneJourney } from '../model/model';
import type { QueryResult } from '../model/types';
import type { View } from '../types';

/** The ways to look at a journey; `all` is the graph with another view below it. */
export type ViewName = 'all' | View;
export type LowerView = Exclude<View, 'graph'>;

/** Panels lower than `graph` have room for the graph alone, those higher than `all` for two views. */
export const HEIGHTS = { graph: 340, all: 600 };

/** The views that are wanted, that there is something to see in and room for, the best first. */
export function viewsFor(result: QueryResult, height: number, wanted: View[]): ViewName[] {
  if (!isOneJourney(result)) {
    return ['graph'];
  }
  if (height < HEIGHTS.graph) {
    return [result.hops.length > 0 && wanted.includes('graph') ? 'graph' : wanted[wanted.length - 1]];
  }
  if (result.hops.length === 0) {
    // Cards without hops tell less than what was logged.
    return [...wanted].reverse();
  }
  const isSplit = height >= HEIGHTS.all && wanted.includes('graph') && wanted.length > 1;
  return isSplit ? ['all', ...wanted] : wanted;
}

/** The view that is shown: the chosen one, as long as there is room for it. */
export function useViews(result: QueryResult, height: number, wanted: View[]) {
  const [chosen, choose] = useState<ViewName>();
  const [chosenLower, chooseLower] = useState<LowerView>();
  const views = viewsFor(result, height, wanted);
  const view = views.find((name) => name === chosen) ?? views[0];
  const lowers = wanted.filter((name): name is LowerView => name !== 'graph');
  const lower = lowers.find((name) => name === chosenLower) ?? lowers[0];
  return { views, view, choose, lowers, lower, chooseLower };
}
