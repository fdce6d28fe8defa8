import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Finding, Severity } from '../model/types';
import { strings } from '../strings';
import { severityColor, severityIcons } from './health';

interface Props {
  findings: Finding[];
  /** Makes buttons of the findings that can be selected. */
  onSelect?: (finding: Finding) => void;
  canSelect?: (finding: Finding) => boolean;
  /** Keys of the findings about what is selected. */
  chosen?: ReadonlySet<string>;
}

/** Findings as sentences: what was seen, and what to do about it. */
export function FindingList({ findings, onSelect, canSelect = () => true, chosen }: Props) {
  const styles = useStyles2(getListStyles);
  return (
    <ul className={styles.list}>
      {findings.map((finding) => (
        <li key={finding.key}>
          {onSelect && canSelect(finding) ? (
            <button
              type="button"
              className={cx(styles.button, chosen?.has(finding.key) && styles.chosen)}
              aria-pressed={chosen?.has(finding.key)}
              onClick={() => onSelect(finding)}
            >
              <Sentences finding={finding} />
            </button>
          ) : (
            <div className={styles.plain}>
              <Sentences finding={finding} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Sentences({ finding: { severity, message, advice } }: { finding: Finding }) {
  const styles = useStyles2(getStyles, severity);
  return (
    <>
      <Icon name={severityIcons[severity]} className={styles.icon} aria-label={strings.severity[severity]} />
      <span>
        {message} {advice && <span className={styles.advice}>{advice}</span>}
      </span>
    </>
  );
}

const getListStyles = (theme: GrafanaTheme2) => {
  const row = {
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    width: '100%',
    padding: theme.spacing(0.375, 0.75),
    textAlign: 'left',
    lineHeight: '20px',
    overflowWrap: 'anywhere',
  } as const;
  return {
    list: css({ listStyle: 'none', margin: theme.spacing(0, -0.75), padding: 0 }),
    plain: css(row),
    chosen: css({ '&, &:hover': { background: theme.colors.primary.transparent } }),
    button: css({
      ...row,
      background: 'none',
      border: 'none',
      borderRadius: theme.shape.radius.default,
      '&:hover': { background: theme.colors.action.hover },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
    }),
  };
};

const getStyles = (theme: GrafanaTheme2, severity: Severity) => ({
  icon: css({ flex: 'none', marginTop: 2, color: severityColor(theme, severity) }),
  advice: css({ color: theme.colors.text.secondary }),
});
