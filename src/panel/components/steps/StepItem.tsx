import { cx } from '@emotion/css';
import { Icon } from '@grafana/ui';
import React, { memo, MouseEvent } from 'react';
import { formatMilliseconds, formatOffset } from '../../model/format';
import { displayText, SHORT_TEXT } from '../../model/text';
import type { Step } from '../../model/types';
import { strings } from '../../strings';
import { StepAttributes } from '../details/StepAttributes';
import type { StepsStyles } from './stepsStyles';

interface Props {
  id: string;
  step: Step;
  index: number;
  color: string;
  open: boolean;
  narrow: boolean;
  /** Chosen itself, or part of what is chosen elsewhere. */
  state: 'selected' | 'linked' | '';
  active: boolean;
  top: number;
  styles: StepsStyles;
  measure: (element: Element | null) => void;
  onSelect: (step: Step) => void;
  onToggle: (key: string) => void;
}

/** A span or line of the log; its attributes when opened. What it says is text, never markup. */
export const StepItem = memo(function StepItem(props: Props) {
  const { id, step, index, open, state, active, top, styles, measure, onSelect } = props;
  return (
    <div
      ref={measure}
      id={id}
      data-index={index}
      data-active={active || undefined}
      role="treeitem"
      aria-level={1}
      aria-expanded={open}
      aria-selected={state !== ''}
      className={cx(styles.row, state !== '' && styles[state])}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div className={styles.line} onClick={() => onSelect(step)}>
        <Line {...props} />
      </div>
      {open && (
        <div className={styles.opened}>
          <StepAttributes step={step} />
        </div>
      )}
    </div>
  );
});

function Line({ step, color, open, narrow, styles, onToggle }: Props) {
  const isSpan = step.kind === 'span';
  const { nearby } = step;
  const toggle = (event: MouseEvent) => {
    event.stopPropagation();
    onToggle(step.key);
  };
  // A span that is not in error has nothing to say with its status.
  const level = !isSpan || step.health !== 'ok' ? step.level : '';
  return (
    <>
      <span className={styles.fold} onClick={toggle}>
        <Icon name={open ? 'angle-down' : 'angle-right'} size="sm" />
      </span>
      <span className={styles.offset}>{formatOffset(step.offset)}</span>
      <span className={cx(styles.swatch, nearby && styles.hollow)} style={{ background: nearby ? undefined : color }} />
      <span className={cx(styles.service, narrow && styles.serviceNarrow, nearby && styles.quiet)} title={step.service}>
        {step.service}
      </span>
      <span className={styles.kind} title={strings.steps.kind[step.kind]}>
        <Icon name={isSpan ? 'exchange-alt' : 'align-left'} size="sm" aria-label={strings.steps.kind[step.kind]} />
      </span>
      {!narrow && <span className={cx(styles.level, styles[step.health])}>{level}</span>}
      <span className={cx(styles.body, isSpan && styles.span, narrow && styles[step.health], nearby && styles.quiet)}>
        {displayText(step.body, SHORT_TEXT).replace(/\s+/g, ' ') || strings.steps.emptyBody}
      </span>
      {nearby && <span className={cx(styles.duration, styles.quiet)}>{nearbyWords(step, narrow)}</span>}
      {isSpan && <span className={styles.duration}>{formatMilliseconds(step.duration)}</span>}
    </>
  );
}

/** How sure it is that the request wrote a line without any ID. */
function nearbyWords({ placement, underWay }: Step, narrow: boolean): string {
  return placement === 'possible' ? strings.steps.possible(narrow ? undefined : underWay) : strings.steps.nearby;
}
