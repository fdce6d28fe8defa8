import { useMemo, useState } from 'react';
import { Collapsed, useCollapsed } from '../../hooks/collapsed';
import { useGraphLayout } from '../../hooks/graphLayout';
import { GraphSettings, useGraphSettings } from '../../hooks/graphSettings';
import type { PositionedGraph } from '../../layout/types';
import type { Graph } from '../../model/graph/collapse';
import { unfoldProxies } from '../../model/graph/proxies';
import type { QueryResult } from '../../model/types';
import { strings } from '../../strings';
import type { Direction } from '../../types';
import { labelFor, StyledGraph, styleGraph } from './styledGraph';

export interface GraphState {
  settings: GraphSettings;
  collapsed: Collapsed;
  /** What is drawn: the picture with namespaces collapsed and sidecars unfolded. */
  graph: Graph;
  styled: StyledGraph;
  /** Undefined until a big graph is laid out. */
  placed?: PositionedGraph;
  setFoldProxies: (folded: boolean) => void;
}

/** What is drawn of a picture, and where. The options' sidecars can be unfolded for the moment. */
export function useStyledGraph(result: QueryResult, direction: Direction, width: number, height: number): GraphState {
  const stored = useGraphSettings();
  const [foldProxies, setFoldProxies] = useState<boolean>();
  const settings = useMemo(
    () => (foldProxies === undefined ? stored : { ...stored, options: { ...stored.options, foldProxies } }),
    [stored, foldProxies]
  );
  const collapsed = useCollapsed(result);
  const isFolded = settings.options.foldProxies;
  const graph = useMemo(
    () => (isFolded ? collapsed.graph : unfoldProxies(collapsed.graph, strings.service.proxies)),
    [collapsed.graph, isFolded]
  );
  const label = useMemo(() => labelFor(settings), [settings]);
  const placed = useGraphLayout(graph, { direction, width, height, label });
  const styled = useMemo(() => styleGraph(result, graph, settings), [result, graph, settings]);
  return { settings, collapsed, graph, styled, placed, setFoldProxies };
}
