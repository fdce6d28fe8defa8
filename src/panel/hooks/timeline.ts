import { useCallback, useMemo, useState } from 'react';
import { Critical, criticalStretches } from '../model/timeline/critical';
import { contains, revealing, TimelineRow, timelineRows, visibleRows } from '../model/timeline/rows';
import { Range, fullRangeOf } from '../model/timeline/scale';
import type { Step } from '../model/types';

export interface TimelineState {
  rows: TimelineRow[];
  /** Indices into `rows` of those that no collapsed row hides. */
  visible: number[];
  /** The stretch of time that is drawn. */
  range: Range;
  /** Narrows the range; `undefined` takes the whole again. */
  zoom: (to: Range | undefined) => void;
  isZoomed: boolean;
  critical: Map<number, Critical>;
  collapsed: ReadonlySet<string>;
  /** Collapses or expands a row; `undefined` turns it round. */
  toggle: (key: string, collapse?: boolean) => void;
  collapseAll: () => void;
  expandAll: () => void;
  /** Expands whatever hides the row. */
  reveal: (index: number) => void;
}

const none: ReadonlySet<string> = new Set();

/** The rows of a journey's timeline and which of them are open. */
export function useTimeline(steps: Step[]): TimelineState {
  const rows = useMemo(() => timelineRows(steps), [steps]);
  const fullRange = useMemo(() => fullRangeOf(rows), [rows]);
  const [zoomed, zoom] = useState<Range>();
  // What was zoomed to may have gone with a refresh.
  const range = zoomed && zoomed.from < fullRange.to && zoomed.to > fullRange.from ? zoomed : fullRange;
  const critical = useMemo(() => criticalStretches(rows), [rows]);
  const [collapsed, setCollapsed] = useState(none);
  const visible = useMemo(() => visibleRows(rows, collapsed), [rows, collapsed]);

  const toggle = useCallback(
    (key: string, collapse?: boolean) => setCollapsed((before) => toggled(before, key, collapse ?? !before.has(key))),
    []
  );
  const expandAll = useCallback(() => setCollapsed(none), []);
  const collapseAll = useCallback(
    () => setCollapsed(new Set(rows.filter(({ size }) => size > 0).map(({ key }) => key))),
    [rows]
  );
  const reveal = useCallback((index: number) => setCollapsed((before) => revealing(rows, before, index)), [rows]);
  const zooming = { range, zoom, isZoomed: range !== fullRange };
  return { rows, visible, ...zooming, critical, collapsed, toggle, collapseAll, expandAll, reveal };
}

function toggled(before: ReadonlySet<string>, key: string, collapse: boolean): ReadonlySet<string> {
  const after = new Set(before);
  if (collapse) {
    after.add(key);
  } else {
    after.delete(key);
  }
  return after;
}

/** Opens or closes a row; the way on from one that is open, or closed, already is to its child, or parent. */
export function openRow(
  { rows, visible, collapsed, toggle }: TimelineState,
  index: number,
  open: boolean
): number | undefined {
  const { key, size, parent } = rows[visible[index]];
  const isOpen = size > 0 && !collapsed.has(key);
  if (size > 0 && isOpen !== open) {
    toggle(key);
    return undefined;
  }
  const next = open ? index + 1 : visible.indexOf(parent);
  return (open && isOpen) || (!open && parent >= 0) ? next : undefined;
}

/** Where the first of the steps is; opens what hides it, and then does not know yet. */
export function revealRow({ rows, visible, reveal }: TimelineState, steps: ReadonlySet<string>): number | undefined {
  const index = rows.findIndex((row) => contains(row, steps));
  const at = visible.indexOf(index);
  if (index >= 0 && at < 0) {
    reveal(index);
    return undefined;
  }
  return at;
}
