import { useMemo, useState } from 'react';
import type { Graph } from '../../model/graph/collapse';
import { errorTrail, Trail } from '../../model/graph/path';

export interface TrailSwitch {
  /** All but the trail is to be dimmed. */
  lit?: Trail;
  isOn: boolean;
  toggle: () => void;
  /** Shows it while the pointer rests on the switch. */
  onHover: (over: boolean) => void;
}

/** The error's way, lit on demand; undefined when there is none, or nothing but it. */
export function useTrail(graph: Graph, origin: string): TrailSwitch | undefined {
  const trail = useMemo(() => errorTrail(graph, origin), [graph, origin]);
  const [isOn, setOn] = useState(false);
  const [isHovered, setHovered] = useState(false);
  const size = trail.services.size;
  if (size === 0 || size === graph.services.length) {
    return undefined;
  }
  const lit = isOn || isHovered ? trail : undefined;
  return { lit, isOn, toggle: () => setOn(!isOn), onHover: setHovered };
}
