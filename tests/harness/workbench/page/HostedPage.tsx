import React from 'react';

import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { PluginPageProps } from '@grafana/runtime';
import { Text, useStyles2 } from '@grafana/ui';

/** The frame that Grafana puts around an app's page. */
export function HostedPage({ pageNav, subTitle, actions, renderTitle, children }: PluginPageProps) {
  const styles = useStyles2(getStyles);
  const title = pageNav?.text ?? '';

  return (
    <main className={styles.page}>
      <div className={styles.heading}>
        {renderTitle ? renderTitle(title) : <Text element="h1">{title}</Text>}
        {actions}
      </div>
      {subTitle && <div className={styles.subTitle}>{subTitle}</div>}
      {children}
    </main>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    display: 'flex',
    flexDirection: 'column',
    flex: '1 1 auto',
    minHeight: 0,
    gap: theme.spacing(2),
    padding: theme.spacing(3),
    [theme.breakpoints.down('md')]: { padding: theme.spacing(2) },
  }),
  heading: css({ display: 'flex', justifyContent: 'space-between', gap: theme.spacing(1) }),
  subTitle: css({ color: theme.colors.text.secondary }),
});
