import { useCallback, useMemo, useState } from 'react';
import { Critical, criticalStretches } from '../model/timeline/critical';
import { revealing, TimelineRow, timelineRows, visibleRows } from '../model/timeline/rows';
import { Range, wholeRange } from '../model/timeline/scale';
import type { Step } from '../model/types';

export interface TimelineState {
  rows: TimelineRow[];
  /** Indices into `rows` of those that no collapsed row hides. */
  visible: number[];
  range: Range;
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
  const range = useMemo(() => wholeRange(rows), [rows]);
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
  return { rows, visible, range, critical, collapsed, toggle, collapseAll, expandAll, reveal };
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
