import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Activity } from '../../model/activity';
import type { Health } from '../../model/types';
import { healthColor } from '../health';
import { activityText } from './serviceText';

interface Props {
  health: Health;
  errorShare: number;
  /** When the service was busy; without it the track shows the share of errors. */
  activity?: Activity;
}

/** The thin bar below a card: when the service worked in one journey, or how much failed over many. */
export function Track({ health, errorShare, activity }: Props) {
  const styles = useStyles2(getStyles, health);
  if (activity && activity.whole > 0) {
    const left = percent(activity.from / activity.whole);
    const width = Math.min(Math.max(percent((activity.to - activity.from) / activity.whole), 1.5), 100 - left);
    return (
      <span className={styles.track} title={activityText(activity)}>
        <span className={styles.busy} style={{ left: `${Math.min(left, 98.5)}%`, width: `${Math.max(width, 1.5)}%` }} />
      </span>
    );
  }
  return (
    <span className={styles.track}>
      {errorShare > 0 && <span className={styles.errors} style={{ width: `${Math.max(percent(errorShare), 2)}%` }} />}
    </span>
  );
}

function percent(share: number): number {
  return Math.min(Math.max(share, 0), 1) * 100;
}

const getStyles = (theme: GrafanaTheme2, health: Health) => {
  const bar = { position: 'absolute', top: 0, bottom: 0, borderRadius: theme.shape.radius.pill } as const;
  const busy = health === 'error' ? healthColor(theme, health) : theme.colors.primary.text;
  return {
    track: css({
      position: 'relative',
      display: 'block',
      height: 4,
      borderRadius: theme.shape.radius.pill,
      background: theme.colors.border.weak,
    }),
    busy: css({ ...bar, background: busy }),
    errors: css({ ...bar, left: 0, background: theme.colors.error.text }),
  };
};
