import { useCallback, useMemo, useState } from 'react';
import { Linked, linkOf, Selected, Selection } from '../model/linked';
import type { Picture } from '../model/types';

export type { Linked, Selected, Selection };

export interface SelectionState {
  selection?: Selection;
  selected?: Selected;
  /** What each view marks for the selection. */
  linked: Linked;
  select: (selection: Selection | undefined) => void;
}

/** Holds the selection; it outlives refreshes and rests while what it names is not in the picture. */
export function useSelection(picture: Picture | undefined): SelectionState {
  const [selection, setSelection] = useState<Selection>();
  const select = useCallback((next: Selection | undefined) => setSelection(next), []);
  const { selected, linked } = useMemo(() => linkOf(picture, selection), [picture, selection]);
  return { selection: selected && selection, selected, linked, select };
}

export function isSelected(selection: Selection | undefined, type: Selection['type'], id: string): boolean {
  return selection?.type === type && selection.id === id;
}
