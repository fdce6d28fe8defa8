import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Change } from '../../model/graph/compare';
import { strings } from '../../strings';
import { changeColor, changeIcons, changeText } from './differences';
import type { CardContext } from './serviceText';

/** On the card's edge: how it differs from another journey, or that the error began here. */
export function Badge({ context: { origin, difference } }: { context: CardContext }) {
  const styles = useStyles2(getStyles, difference?.change ?? 'same');
  if (difference) {
    return difference.change === 'same' ? null : (
      <span className={cx(styles.badge, styles.change)}>
        <Icon name={changeIcons[difference.change]} size="xs" />
        {changeText(difference)}
      </span>
    );
  }
  return origin ? <span className={cx(styles.badge, styles.origin)}>{strings.service.origin}</span> : null;
}

const getStyles = (theme: GrafanaTheme2, change: Change) => ({
  badge: css({
    position: 'absolute',
    top: -10,
    right: 12,
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0, 0.75),
    fontSize: 12,
    lineHeight: '18px',
    fontWeight: theme.typography.fontWeightMedium,
    borderRadius: theme.shape.radius.pill,
  }),
  origin: css({ color: theme.colors.error.contrastText, background: theme.colors.error.main }),
  change: css({
    color: changeColor(theme, change),
    background: theme.colors.background.primary,
    border: `1px solid ${changeColor(theme, change)}`,
  }),
});
