import { useMemo, useState } from 'react';
import { Collapsed, useCollapsed } from '../../hooks/collapsed';
import { useGraphLayout } from '../../hooks/graphLayout';
import { GraphSettings, useGraphSettings } from '../../hooks/graphSettings';
import type { PositionedGraph } from '../../layout/types';
import type { Picture } from '../../model/types';
import type { Direction } from '../../types';
import { labelFor, Scene, setScene } from './scene';

export interface Staged {
  settings: GraphSettings;
  collapsed: Collapsed;
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
  const { graph } = collapsed;
  const label = useMemo(() => labelFor(settings), [settings]);
  const placed = useGraphLayout(graph, { direction, width, height, label });
  const scene = useMemo(() => setScene(picture, graph, settings), [picture, graph, settings]);
  return { settings, collapsed, scene, placed, setFoldProxies };
}
