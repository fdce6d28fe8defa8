import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import type { Remark } from '../model/types';
import { strings } from '../strings';
import { severityColor, severityIcons } from './health';

interface Props {
  /** The gravest first. */
  remarks: Remark[];
  /** How many stand there before the rest is asked for. */
  initialCount?: number;
  /** Where there is no room for several lines: one for each, until more is asked for. */
  brief?: boolean;
}

/** What the answer lacks and why: a source that failed, a limit that was reached. */
export function Remarks({ remarks, initialCount = remarks.length, brief = false }: Props) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const shown = all ? remarks : remarks.slice(0, initialCount);
  const left = remarks.length - initialCount;
  const more = left > 0 ? strings.findings.more(left) : strings.remarks.showAll;
  if (remarks.length === 0) {
    return null;
  }
  return (
    <ul className={styles.list} aria-label={strings.remarks.label}>
      {shown.map(({ severity, text }, i) => (
        <li key={text} className={styles[severity]}>
          <Icon name={severityIcons[severity]} className={styles.icon} aria-label={strings.severity[severity]} />
          <span className={brief && !all ? styles.line : styles.text}>{text}</span>
          {(brief || left > 0) && i === Math.min(initialCount, remarks.length) - 1 && (
            <Button size="sm" variant="secondary" fill="text" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? strings.findings.less : more}
            </Button>
          )}
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
    list: css({ flex: 'none', maxHeight: '40%', overflow: 'auto', listStyle: 'none', margin: 0, padding: 0 }),
    error: row('error'),
    warning: row('warning'),
    info: row('info'),
    icon: css({ flex: 'none', marginTop: 3 }),
    text: css({ flex: 1, minWidth: 0 }),
    line: css({ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  };
};
