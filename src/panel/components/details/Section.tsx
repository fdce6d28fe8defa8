import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { PropsWithChildren } from 'react';

/** A part of the details with its heading. */
export function Section({ title, children }: PropsWithChildren<{ title: string }>) {
  const styles = useStyles2(getStyles);
  return (
    <section aria-label={title}>
      <h4 className={styles.title}>{title}</h4>
      {children}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({
    margin: theme.spacing(0, 0, 0.75),
    fontSize: 12,
    fontWeight: theme.typography.fontWeightMedium,
    color: theme.colors.text.secondary,
  }),
});
