import { useCallback, useMemo, useState } from 'react';
import { collapse, collapsedAtFirst, Graph, namespacesOf } from '../model/graph/collapse';

export interface Collapsed {
  graph: Graph;
  /** The namespaces that can be collapsed, and whether any is. */
  namespaces: string[];
  some: boolean;
  expand: (namespace: string) => void;
  setAll: (collapsed: boolean) => void;
}

/** Which namespaces are drawn as one node; a big graph begins with all of them. */
export function useCollapsed(whole: Graph): Collapsed {
  const [chosen, setChosen] = useState<ReadonlySet<string>>();
  const namespaces = useMemo(() => namespacesOf(whole.services), [whole.services]);
  const collapsed = useMemo(() => chosen ?? new Set(collapsedAtFirst(whole)), [chosen, whole]);
  const graph = useMemo(() => collapse(whole, collapsed), [whole, collapsed]);
  const expand = useCallback(
    (namespace: string) => setChosen(new Set([...collapsed].filter((other) => other !== namespace))),
    [collapsed]
  );
  const setAll = useCallback((all: boolean) => setChosen(new Set(all ? namespaces : [])), [namespaces]);
  return { graph, namespaces, some: namespaces.some((namespace) => collapsed.has(namespace)), expand, setAll };
}
