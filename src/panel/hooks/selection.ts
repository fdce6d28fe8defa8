import { useCallback, useMemo, useState } from 'react';
import type { Hop, Picture, Service } from '../model/types';

/** What the views point at together; spans, lines and findings will join. */
export type Selection = { type: 'service'; id: string } | { type: 'hop'; id: string };

/** What the selection means in the present picture. */
export type Selected = { type: 'service'; service: Service } | { type: 'hop'; hop: Hop };

export interface SelectionState {
  selection?: Selection;
  selected?: Selected;
  select: (selection: Selection | undefined) => void;
}

/** Holds the selection; it outlives refreshes and rests while its service or hop is not in the picture. */
export function useSelection(picture: Picture | undefined): SelectionState {
  const [selection, setSelection] = useState<Selection>();
  const select = useCallback((next: Selection | undefined) => setSelection(next), []);
  const selected = useMemo(() => find(picture, selection), [picture, selection]);
  return { selection: selected && selection, selected, select };
}

export function isSelected(selection: Selection | undefined, type: Selection['type'], id: string): boolean {
  return selection?.type === type && selection.id === id;
}

function find(picture: Picture | undefined, selection: Selection | undefined): Selected | undefined {
  if (selection?.type === 'service') {
    const service = picture?.services.find(({ id }) => id === selection.id);
    return service && { type: 'service', service };
  }
  const hop = selection && picture?.hops.find(({ id }) => id === selection.id);
  return hop && { type: 'hop', hop };
}
