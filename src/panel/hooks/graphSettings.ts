import { createContext, useContext } from 'react';
import type { Comparison } from '../model/graph/compare';
import { defaultOptions, PanelOptions } from '../types';

/** What the graph is drawn by, beside its picture. */
export interface GraphSettings {
  options: PanelOptions;
  /** The picture shows two journeys, and how they differ. */
  comparison?: Comparison;
}

const Context = createContext<GraphSettings>({ options: defaultOptions });

export const GraphSettingsProvider = Context.Provider;

export function useGraphSettings(): GraphSettings {
  return useContext(Context);
}
