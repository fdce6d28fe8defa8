import { useMemo, useState } from 'react';
import type { Graph } from '../../model/graph/collapse';
import { errorPathOf, ErrorPath } from '../../model/graph/errorPath';

export interface ErrorPathSwitch {
  /** All but the trail is to be dimmed. */
  highlighted?: ErrorPath;
  isOn: boolean;
  toggle: () => void;
  /** Shows it while the pointer rests on the switch. */
  onHover: (over: boolean) => void;
}

/** The error's way, lit on demand; undefined when there is none, or nothing but it. */
export function useErrorPath(graph: Graph, origin: string): ErrorPathSwitch | undefined {
  const errorPath = useMemo(() => errorPathOf(graph, origin), [graph, origin]);
  const [isOn, setOn] = useState(false);
  const [isHovered, setHovered] = useState(false);
  const size = errorPath.services.size;
  if (size === 0 || size === graph.services.length) {
    return undefined;
  }
  const highlighted = isOn || isHovered ? errorPath : undefined;
  return { highlighted, isOn, toggle: () => setOn(!isOn), onHover: setHovered };
}
