import { locationService } from '@grafana/runtime';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { Linked, linkOf, Selected, Selection } from '../model/linked';
import { isOfApp, SELECTION_PARAM, selectionOfText, selectionToText } from '../model/share';
import type { QueryResult } from '../model/types';

export type { Linked, Selected, Selection };

export interface SelectionState {
  selection?: Selection;
  selected?: Selected;
  /** What each view marks for the selection. */
  linked: Linked;
  select: (selection: Selection | undefined) => void;
}

/**
 * Holds the selection; it outlives refreshes and rests while what it names is
 * not in the picture. On the app's page it is in the address, too.
 */
export function useSelection(result: QueryResult | undefined): SelectionState {
  const [selection, setSelection] = useState(readAddress);
  const select = useCallback((next: Selection | undefined) => {
    setSelection(next);
    writeAddress(next);
  }, []);
  useEffect(() => () => writeAddress(undefined), []);
  const { selected, linked } = useMemo(() => linkOf(result, selection), [result, selection]);
  return { selection: selected && selection, selected, linked, select };
}

/** Elsewhere the address is not the panel's: a dashboard has several. */
function hasAddress(): boolean {
  return isOfApp(locationService.getLocation().pathname);
}

function readAddress(): Selection | undefined {
  return hasAddress() ? selectionOfText(locationService.getSearchObject()[SELECTION_PARAM]) : undefined;
}

function writeAddress(selection: Selection | undefined): void {
  const text = selection ? selectionToText(selection) : null;
  if (hasAddress() && (locationService.getSearchObject()[SELECTION_PARAM] ?? null) !== text) {
    locationService.partial({ [SELECTION_PARAM]: text }, true);
  }
}

export function isSelected(selection: Selection | undefined, type: Selection['type'], id: string): boolean {
  return selection?.type === type && selection.id === id;
}
