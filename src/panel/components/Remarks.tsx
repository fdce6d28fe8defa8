import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Remark } from '../model/types';
import { strings } from '../strings';
import { severityColor, severityIcons } from './health';

/** What the answer lacks and why: a source that failed, a limit that was reached. */
export function Remarks({ remarks }: { remarks: Remark[] }) {
  const styles = useStyles2(getStyles);
  if (remarks.length === 0) {
    return null;
  }
  return (
    <ul className={styles.list} aria-label={strings.remarks.label}>
      {remarks.map(({ severity, text }) => (
        <li key={text} className={styles[severity]}>
          <Icon name={severityIcons[severity]} className={styles.icon} aria-label={strings.severity[severity]} />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const row = (severity: Remark['severity']) =>
    css({
      display: 'flex',
      gap: theme.spacing(1),
      padding: theme.spacing(0.5, 1.5),
      overflowWrap: 'anywhere',
      background: theme.colors[severity].transparent,
      svg: { color: severityColor(theme, severity) },
    });
  return {
    list: css({ flex: 'none', maxHeight: '25%', overflow: 'auto', listStyle: 'none', margin: 0, padding: 0 }),
    error: row('error'),
    warning: row('warning'),
    info: row('info'),
    icon: css({ flex: 'none', marginTop: 3 }),
  };
};
