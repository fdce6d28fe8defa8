import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import type { Selection } from '../../hooks/selection';
import { formatMilliseconds, formatOffset } from '../../model/format';
import { displayText } from '../../model/text';
import type { Step } from '../../model/types';
import { strings } from '../../strings';
import { healthColor, healthIcons } from '../health';

interface Props {
  steps: Step[];
  onSelect: (selection: Selection) => void;
}

const PAGE = 20;
const MAX_TEXT_LENGTH = 160;

/** Steps next to the selected one, as the way to them. */
export function StepButtons({ steps, onSelect }: Props) {
  const styles = useStyles2(getStyles);
  const [shown, setShown] = useState(PAGE);
  const more = Math.min(steps.length - shown, 10 * PAGE);
  return (
    <>
      {steps.slice(0, shown).map((step) => (
        <button
          key={step.key}
          type="button"
          className={styles.step}
          onClick={() => onSelect({ type: 'step', id: step.key })}
        >
          <span className={styles.figure}>{formatOffset(step.offset)}</span>
          {step.health !== 'ok' && (
            <Icon name={healthIcons[step.health]} size="sm" className={styles[step.health]} aria-label={step.level} />
          )}
          <span className={cx(styles.body, step.kind === 'log' && styles.line)}>
            {step.kind === 'span' && <strong>{step.service} </strong>}
            {displayText(step.body, MAX_TEXT_LENGTH) || strings.steps.emptyBody}
          </span>
          {step.kind === 'span' && <span className={styles.figure}>{formatMilliseconds(step.duration)}</span>}
        </button>
      ))}
      {more > 0 && (
        <Button size="sm" variant="secondary" fill="text" onClick={() => setShown(shown + 10 * PAGE)}>
          {strings.steps.more(more)}
        </Button>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  step: css({
    display: 'flex',
    alignItems: 'baseline',
    gap: theme.spacing(1),
    width: '100%',
    padding: theme.spacing(0.375, 0.75),
    textAlign: 'left',
    background: 'none',
    border: 'none',
    borderRadius: theme.shape.radius.default,
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  figure: css({
    flex: 'none',
    fontSize: 12,
    fontVariantNumeric: 'tabular-nums',
    color: theme.colors.text.secondary,
  }),
  body: css({ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  line: css({ fontFamily: theme.typography.fontFamilyMonospace, fontSize: 12 }),
  error: css({ flex: 'none', alignSelf: 'center', color: healthColor(theme, 'error') }),
  warning: css({ flex: 'none', alignSelf: 'center', color: healthColor(theme, 'warning') }),
});
