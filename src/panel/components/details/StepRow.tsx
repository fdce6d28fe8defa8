import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React, { useId, useState } from 'react';
import { formatMilliseconds, formatOffset } from '../../model/format';
import { displayText, SHORT_TEXT } from '../../model/text';
import type { Health, Step } from '../../model/types';
import { strings } from '../../strings';
import { healthColor } from '../health';
import { StepAttributes } from './StepAttributes';

/** One span or log line, with its attributes when opened. What it says is text, never markup. */
export function StepRow({ step }: { step: Step }) {
  const styles = useStyles2(getStyles, step.health);
  const [open, setOpen] = useState(false);
  const id = useId();
  const isSpan = step.kind === 'span';
  return (
    <li className={styles.row}>
      <button
        type="button"
        className={styles.button}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? 'angle-down' : 'angle-right'} size="sm" className={styles.fold} />
        <span className={styles.offset}>{formatOffset(step.offset)}</span>
        <span className={styles.kind} title={strings.steps.kind[step.kind]}>
          <Icon name={isSpan ? 'exchange-alt' : 'align-left'} size="sm" aria-label={strings.steps.kind[step.kind]} />
        </span>
        <span className={cx(styles.body, isSpan && styles.span)}>
          {showsLevel(step) && <span className={styles.level}>{step.level}</span>}
          {displayText(step.body, SHORT_TEXT) || strings.steps.emptyBody}
        </span>
        {isSpan && <span className={styles.duration}>{formatMilliseconds(step.duration)}</span>}
      </button>
      {open && (
        <div id={id} className={styles.opened}>
          <StepAttributes step={step} />
        </div>
      )}
    </li>
  );
}

/** A span that is not in error has nothing to say with its status. */
function showsLevel(step: Step): boolean {
  return step.level !== '' && (step.kind === 'log' || step.health !== 'ok');
}

const getStyles = (theme: GrafanaTheme2, health: Health) => {
  const color = healthColor(theme, health);
  return {
    row: css({
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      borderLeft: `3px solid ${health === 'ok' ? 'transparent' : color}`,
    }),
    button: css({
      display: 'flex',
      alignItems: 'baseline',
      gap: theme.spacing(0.75),
      width: '100%',
      padding: theme.spacing(0.75, 0.75, 0.75, 0.25),
      textAlign: 'left',
      background: 'none',
      border: 'none',
      '&:hover': { background: theme.colors.action.hover },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
    }),
    fold: css({ flex: 'none', alignSelf: 'flex-start', marginTop: 2, color: theme.colors.text.secondary }),
    offset: css({
      flex: '0 0 60px',
      textAlign: 'right',
      fontSize: 12,
      fontVariantNumeric: 'tabular-nums',
      color: theme.colors.text.secondary,
    }),
    kind: css({ flex: 'none', color: theme.colors.text.secondary }),
    body: css({
      flex: 1,
      minWidth: 0,
      fontFamily: theme.typography.fontFamilyMonospace,
      fontSize: 12,
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
    }),
    span: css({ fontWeight: theme.typography.fontWeightMedium }),
    level: css({ marginRight: theme.spacing(1), color, fontWeight: theme.typography.fontWeightBold }),
    duration: css({ flex: 'none', fontSize: 12, fontVariantNumeric: 'tabular-nums' }),
    opened: css({ padding: theme.spacing(0, 0.75, 1, 3) }),
  };
};
