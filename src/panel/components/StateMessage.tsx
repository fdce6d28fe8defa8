import { css } from '@emotion/css';
import { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';

interface Props {
  icon: IconName;
  title: string;
  advice: string;
  /** A failure is announced at once, an empty answer when there is a pause. */
  failed?: boolean;
}

/** A sentence where a picture would be, and what to do. */
export function StateMessage({ icon, title, advice, failed = false }: Props) {
  const styles = useStyles2(getStyles, failed);
  return (
    <div className={styles.message} role={failed ? 'alert' : 'status'}>
      <Icon name={icon} size="xxl" className={styles.icon} />
      <div className={styles.title}>{title}</div>
      {advice && <div className={styles.advice}>{advice}</div>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2, failed: boolean) => ({
  message: css({
    flex: 1,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: theme.spacing(1),
    minHeight: 0,
    padding: theme.spacing(2),
    overflow: 'auto',
    textAlign: 'center',
    overflowWrap: 'anywhere',
  }),
  icon: css({ flex: 'none', color: failed ? theme.colors.error.text : theme.colors.text.secondary }),
  title: css({ fontSize: theme.typography.h5.fontSize, fontWeight: theme.typography.fontWeightMedium }),
  advice: css({ maxWidth: 560, color: theme.colors.text.secondary }),
});
