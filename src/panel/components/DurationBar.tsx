import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Outcome } from '../model/types';
import { healthColor } from './health';

interface Props {
  duration?: number;
  longest: number;
  outcome: Outcome;
  /** For places without much room. */
  short?: boolean;
}

/** How long a journey took beside the longest of the list; the figure stands next to it. */
export function DurationBar({ duration, longest, outcome, short = false }: Props) {
  const styles = useStyles2(getStyles, outcome);
  const share = duration !== undefined && longest > 0 ? Math.min(duration / longest, 1) : 0;
  return (
    <span className={styles.track} style={{ width: short ? 36 : 72 }} aria-hidden>
      {share > 0 && <span className={styles.bar} style={{ width: `${share * 100}%` }} />}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2, outcome: Outcome) => ({
  track: css({
    display: 'inline-block',
    height: 6,
    marginRight: theme.spacing(1),
    verticalAlign: 'middle',
    borderRadius: theme.shape.radius.pill,
    background: theme.colors.border.weak,
  }),
  bar: css({
    display: 'block',
    minWidth: 2,
    height: '100%',
    borderRadius: theme.shape.radius.pill,
    background: outcome === 'error' ? healthColor(theme, outcome) : theme.colors.primary.text,
  }),
});
