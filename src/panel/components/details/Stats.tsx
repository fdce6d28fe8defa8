import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

export interface Stat {
  name: string;
  value: string;
  /** Says that something is wrong; the value's name says what. */
  bad?: boolean;
  /** As the dashboard's author wants it. */
  color?: string;
}

/** Figures with their names. */
export function Stats({ stats }: { stats: Stat[] }) {
  const styles = useStyles2(getStyles);
  return (
    <dl className={styles.stats}>
      {stats.map(({ name, value, bad, color }) => (
        <div key={name} className={styles.stat}>
          <dt className={styles.name}>{name}</dt>
          <dd className={bad ? styles.bad : styles.value} style={{ color }}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const value = { margin: 0, fontSize: 16, fontWeight: theme.typography.fontWeightMedium } as const;
  return {
    stats: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 2.5), margin: 0 }),
    stat: css({ display: 'flex', flexDirection: 'column' }),
    name: css({ fontSize: 12, fontWeight: 400, color: theme.colors.text.secondary }),
    value: css(value),
    bad: css({ ...value, color: theme.colors.error.text }),
  };
};
