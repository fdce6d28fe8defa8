import type { Health, Step } from '../types';
import { percentOf, Range } from './scale';

/** One or more lines that lie so close together on the track that one mark stands for them. */
export interface Mark {
  /** Percent of the track's width. */
  at: number;
  /** The worst of its lines decides; the first of them is chosen by the mark. */
  health: Health;
  line: Step;
  count: number;
  /** None of its lines carries an ID. */
  nearby: boolean;
}

/** More marks than this on one track can neither be separated nor clicked. */
const MAX_MARKS = 160;
const rank: Record<Health, number> = { ok: 0, warning: 1, error: 2 };

/** Lines without any ID are the least. */
function rankOf({ nearby, health }: Step): number {
  return nearby ? -1 : rank[health];
}

/** Marks for the lines of the range, in time order: few, however many lines there are. */
export function marksOf(lines: Step[], range: Range): Mark[] {
  const marks = new Map<number, Mark>();
  for (const line of lines.filter(({ offset = 0 }) => offset >= range.from && offset <= range.to)) {
    const at = percentOf(line.offset ?? 0, range);
    const slot = Math.round((at / 100) * MAX_MARKS);
    const mark = marks.get(slot);
    const isWorse = !mark || rankOf(line) > rankOf(mark.line);
    const worst = isWorse ? { at, health: line.health, line, nearby: line.nearby } : mark;
    marks.set(slot, { ...worst, count: (mark?.count ?? 0) + 1 });
  }
  return [...marks.values()];
}
