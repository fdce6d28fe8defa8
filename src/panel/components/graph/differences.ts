import type { GrafanaTheme2, IconName } from '@grafana/data';
import { formatMilliseconds } from '../../model/format';
import type { Ink } from '../../layout/parts';
import type { Change, Difference } from '../../model/graph/compare';
import { strings } from '../../strings';
import { inkOf } from '../inks';

/** Colour, icon and words of a change: never the one without the others. */
export function changeColor(theme: GrafanaTheme2, change: Change): string {
  return inkOf(theme, changeInks[change]);
}

export const changeInks: Record<Change, Ink> = {
  slower: 'warning',
  faster: 'success',
  new: 'info',
  gone: 'secondary',
  same: 'secondary',
};

export const changeIcons: Record<Change, IconName> = {
  slower: 'arrow-up',
  faster: 'arrow-down',
  new: 'plus',
  gone: 'minus',
  same: 'check',
};

/** "12 ms slower", "new". */
export function changeText({ change, before, after }: Difference): string {
  const name = strings.compare.changes[change];
  const isTimed = change === 'slower' || change === 'faster';
  return isTimed && before !== undefined && after !== undefined
    ? strings.compare.by(name, formatMilliseconds(Math.abs(after - before)))
    : name;
}
