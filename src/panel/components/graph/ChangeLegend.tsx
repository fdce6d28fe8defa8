import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';
import { formatMilliseconds } from '../../model/format';
import type { Change, Comparison } from '../../model/graph/compare';
import { strings } from '../../strings';
import { changeColor, changeIcons } from './differences';

const changes: Change[] = ['slower', 'faster', 'new', 'gone'];

/** What the colours of a comparison mean, with how many services each is of. */
export function ChangeLegend({ comparison }: { comparison: Comparison }) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const all = [...comparison.services.values()];
  const { before, after } = comparison.overall;
  return (
    <ul className={styles.legend} aria-label={strings.compare.legend}>
      {before !== undefined && after !== undefined && (
        <li>{strings.compare.overall(formatMilliseconds(before), formatMilliseconds(after))}</li>
      )}
      {changes.map((change) => (
        <li key={change} className={styles.item}>
          <Icon name={changeIcons[change]} size="sm" style={{ color: changeColor(theme, change) }} />
          {all.filter((difference) => difference.change === change).length} {strings.compare.changes[change]}
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({
    position: 'absolute',
    zIndex: 5,
    top: theme.spacing(1),
    left: theme.spacing(1),
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.25, 1.5),
    margin: 0,
    padding: theme.spacing(0.5, 1),
    listStyle: 'none',
    fontSize: 12,
    background: theme.colors.background.elevated ?? theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  item: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
});
