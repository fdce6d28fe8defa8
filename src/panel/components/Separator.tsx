import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { KeyboardEvent, PointerEvent } from 'react';

interface Props {
  label: string;
  /** How it runs: a vertical one moves left and right. */
  orientation: 'vertical' | 'horizontal';
  /** What the part before it takes of the element marked by `SPLIT`, in percent. */
  percent: number;
  least: number;
  most: number;
  onMove: (percent: number) => void;
}

/** Marks the element that a separator divides. */
export const SPLIT = { 'data-split': '' };

const STEP_PERCENT = 2;
const keys: Record<string, number> = { ArrowLeft: -STEP_PERCENT, ArrowUp: -STEP_PERCENT, ArrowRight: STEP_PERCENT, ArrowDown: STEP_PERCENT };

/** The border between two parts of an element, moved by pointer or arrow keys. */
export function Separator({ label, orientation, percent, least, most, onMove }: Props) {
  const styles = useStyles2(getStyles);
  const move = (to: number) => onMove(Math.min(Math.max(to, least), most));
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const whole = event.currentTarget.closest('[data-split]')?.getBoundingClientRect();
    if (whole && event.currentTarget.hasPointerCapture(event.pointerId)) {
      const share =
        orientation === 'vertical'
          ? (event.clientX - whole.left) / whole.width
          : (event.clientY - whole.top) / whole.height;
      move(share * 100);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = keys[event.key];
    if (by) {
      event.preventDefault();
      move(percent + by);
    }
  };
  return (
    <div
      className={cx(styles.separator, styles[orientation])}
      role="separator"
      tabIndex={0}
      aria-orientation={orientation}
      aria-label={label}
      aria-valuenow={Math.round(percent)}
      aria-valuemin={least}
      aria-valuemax={most}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  separator: css({
    flex: 'none',
    zIndex: 6,
    touchAction: 'none',
    '&::after': { content: '""', display: 'block', background: theme.colors.border.medium },
    '&:hover::after, &:focus-visible::after': { background: theme.colors.primary.border },
    '&:focus-visible': { outline: 'none' },
  }),
  vertical: css({
    width: 9,
    height: '100%',
    marginRight: -4,
    cursor: 'col-resize',
    '&::after': { width: 1, height: '100%', margin: '0 auto' },
    '&:hover::after, &:focus-visible::after': { width: 3 },
  }),
  horizontal: css({
    height: 9,
    margin: '-4px 0',
    paddingTop: 4,
    cursor: 'row-resize',
    '&::after': { height: 1 },
    '&:hover::after, &:focus-visible::after': { height: 3, marginTop: -1 },
  }),
});
