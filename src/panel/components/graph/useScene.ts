import { useMemo, useState } from 'react';
import { Collapsed, useCollapsed } from '../../hooks/collapsed';
import { useGraphLayout } from '../../hooks/graphLayout';
import { GraphSettings, useGraphSettings } from '../../hooks/graphSettings';
import type { PositionedGraph } from '../../layout/types';
import type { Graph } from '../../model/graph/collapse';
import { unfoldProxies } from '../../model/graph/proxies';
import type { Picture } from '../../model/types';
import { strings } from '../../strings';
import type { Direction } from '../../types';
import { labelFor, Scene, setScene } from './scene';

export interface Staged {
  settings: GraphSettings;
  collapsed: Collapsed;
  /** What is drawn: the picture with namespaces collapsed and sidecars unfolded. */
  graph: Graph;
  scene: Scene;
  /** Undefined until a big graph is laid out. */
  placed?: PositionedGraph;
  setFoldProxies: (folded: boolean) => void;
}

/** What is drawn of a picture, and where. The options' sidecars can be unfolded for the moment. */
export function useScene(picture: Picture, direction: Direction, width: number, height: number): Staged {
  const stored = useGraphSettings();
  const [foldProxies, setFoldProxies] = useState<boolean>();
  const settings = useMemo(
    () => (foldProxies === undefined ? stored : { ...stored, options: { ...stored.options, foldProxies } }),
    [stored, foldProxies]
  );
  const collapsed = useCollapsed(picture);
  const isFolded = settings.options.foldProxies;
  const graph = useMemo(
    () => (isFolded ? collapsed.graph : unfoldProxies(collapsed.graph, strings.service.proxies)),
    [collapsed.graph, isFolded]
  );
  const label = useMemo(() => labelFor(settings), [settings]);
  const placed = useGraphLayout(graph, { direction, width, height, label });
  const scene = useMemo(() => setScene(picture, graph, settings), [picture, graph, settings]);
  return { settings, collapsed, graph, scene, placed, setFoldProxies };
}
