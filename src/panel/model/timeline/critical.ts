import type { TimelineRow } from './rows';
import type { Range } from './scale';

/** A row's part of the critical path. */
export interface Critical {
  /** What the row itself did. */
  own: Range[];
  /** With its descendants: from first to last. */
  total: Range;
}

interface Stretch extends Range {
  row: number;
}

/**
 * When each row itself was the journey's critical path, by row index: from the
 * end of the longest root backwards, always into the child that finished last.
 * Which children count is the answer's word: those with time of their own on
 * the path (`critical`), or with descendants that have.
 */
export function criticalStretches(rows: TimelineRow[]): Map<number, Critical> {
  const onPath = criticalTotals(rows);
  const children = childrenByEnd(rows, onPath);
  const found = new Map<number, Critical>();
  const root = longestRoot(rows, onPath);
  const stack: Stretch[] = root < 0 ? [] : [{ row: root, from: rows[root].from, to: rows[root].to }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { own, into } = walkBack(rows, next, children.get(next.row) ?? []);
    found.set(next.row, { own, total: { from: next.from, to: next.to } });
    into.forEach((stretch) => stack.push(stretch));
  }
  return found;
}

/** Splits a stretch between the row itself and its children, who are given latest end first. */
function walkBack(rows: TimelineRow[], stretch: Stretch, children: number[]): { own: Range[]; into: Stretch[] } {
  const own: Range[] = [];
  const into: Stretch[] = [];
  let at = stretch.to;
  for (const row of children) {
    const from = Math.max(rows[row].from, stretch.from);
    const to = Math.min(rows[row].to, stretch.to);
    // Offsets are sums of fractions: what ends a nanosecond late still ended in time.
    if (from < to && to <= at + 1e-6) {
      own.push({ from: to, to: at });
      into.push({ row, from, to });
      at = from;
    }
  }
  own.push({ from: stretch.from, to: at });
  return { own: own.filter(({ from, to }) => to > from), into };
}

/** The time on the path of each row with its descendants, who come after it. */
function criticalTotals(rows: TimelineRow[]): number[] {
  const totals = rows.map(({ span }) => span?.critical ?? 0);
  for (let i = rows.length - 1; i >= 0; i--) {
    if (rows[i].parent >= 0) {
      totals[rows[i].parent] += totals[i];
    }
  }
  return totals;
}

function childrenByEnd(rows: TimelineRow[], onPath: number[]): Map<number, number[]> {
  const children = new Map<number, number[]>();
  rows.forEach(({ parent }, i) => {
    if (parent >= 0 && onPath[i] > 0) {
      const siblings = children.get(parent);
      siblings ? siblings.push(i) : children.set(parent, [i]);
    }
  });
  const byEnd = (a: number, b: number) => rows[b].to - rows[a].to || rows[a].from - rows[b].from;
  children.forEach((own) => own.sort(byEnd));
  return children;
}

function longestRoot(rows: TimelineRow[], onPath: number[]): number {
  let longest = -1;
  rows.forEach(({ parent, from, to }, i) => {
    if (parent < 0 && onPath[i] > 0 && (longest < 0 || to - from > rows[longest].to - rows[longest].from)) {
      longest = i;
    }
  });
  return longest;
}
