import { isNearby, TimelineRow } from './rows';

/** A stretch of time in milliseconds from the journey's start. */
export interface Range {
  from: number;
  to: number;
}

/** A stretch of a track in percent of its width. */
export interface Place {
  left: number;
  width: number;
}

/** From the first to the last moment of the rows; never empty, so that it can be divided by. Nearby lines do not widen it. */
export function fullRangeOf(rows: TimelineRow[]): Range {
  let from = 0;
  let to = 0;
  for (const row of rows.filter((row) => !isNearby(row))) {
    from = Math.min(from, row.from);
    to = Math.max(to, row.to);
    for (const { offset = 0, nearby } of row.lines) {
      from = nearby ? from : Math.min(from, offset);
      to = nearby ? to : Math.max(to, offset);
    }
  }
  return { from, to: to > from ? to : from + 1 };
}

/** Where a stretch lies on the track of the range; what is outside is cut off. */
export function placeOf({ from, to }: Range, range: Range): Place {
  const left = percentOf(from, range);
  return { left, width: Math.max(percentOf(to, range) - left, 0) };
}

/** Where a moment lies on the track, from 0 to 100. */
export function percentOf(at: number, { from, to }: Range): number {
  return Math.min(Math.max(((at - from) / (to - from)) * 100, 0), 100);
}

/** The moments to name: as many round ones as have room, the first not before the range. */
export function ticksOf({ from, to }: Range, most: number): number[] {
  const step = roundStep((to - from) / Math.max(most, 1));
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: count }, (_, i) => (first + i) * step);
}

/** The next of 1, 2, 5, 10, … of any size. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((factor) => factor * power >= least * 0.999) ?? 10;
  return factor * power;
}
