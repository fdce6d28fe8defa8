import type { GrafanaTheme2, IconName } from '@grafana/data';
import { formatMilliseconds } from '../../model/format';
import type { Change, Difference } from '../../model/graph/compare';
import { strings } from '../../strings';

/** Colour, icon and words of a change: never the one without the others. */
export function changeColor(theme: GrafanaTheme2, change: Change): string {
  const colors: Record<Change, string> = {
    slower: theme.colors.warning.text,
    faster: theme.colors.success.text,
    new: theme.colors.info.text,
    gone: theme.colors.text.secondary,
    same: theme.colors.text.secondary,
  };
  return colors[change];
}

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
