import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React, { memo } from 'react';
import { PRESSABLE } from '../../hooks/gestures';
import type { Change } from '../../model/graph/compare';
import type { Health } from '../../model/types';
import { healthColor, healthIcons } from '../health';
import { changeColor, changeIcons } from './differences';
import { PARTS } from './graphStyles';
import type { DrawnHop } from './HopLine';

/** The figures of a hop. */
export const HopLabel = memo(function HopLabel({ drawn }: { drawn: DrawnHop }) {
  const { id, place, label, tone, difference, selected, marks, onSelect, onHover } = drawn;
  const change = difference?.change;
  const styles = useStyles2(getStyles, tone, change);
  const transform = `translate(-50%, -50%) translate(${place.label.x}px, ${place.label.y}px)`;
  return (
    <div
      className={cx(PRESSABLE, PARTS.label, styles.label, selected && styles.selected, marks)}
      style={{ transform }}
      aria-hidden
      onClick={() => onSelect(id)}
      onMouseEnter={() => onHover(id)}
      onMouseLeave={() => onHover(undefined)}
    >
      {change && change !== 'same' && <Icon name={changeIcons[change]} size="xs" />}
      {!change && tone !== 'ok' && <Icon name={healthIcons[tone]} size="xs" />}
      {label}
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2, tone: Health, change?: Change) => {
  const color = change ? changeColor(theme, change) : healthColor(theme, tone);
  const isPlain = change ? change === 'same' : tone === 'ok';
  return {
    label: css({
      position: 'absolute',
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      height: 22,
      padding: theme.spacing(0, 0.75),
      whiteSpace: 'pre',
      fontSize: 12,
      fontVariantNumeric: 'tabular-nums',
      color: isPlain ? theme.colors.text.primary : color,
      background: theme.colors.background.primary,
      border: `1px solid ${isPlain ? theme.colors.border.weak : color}`,
      borderRadius: theme.shape.radius.pill,
      pointerEvents: 'all',
      cursor: 'pointer',
      '&:hover': { borderColor: theme.colors.text.primary },
    }),
    selected: css({ boxShadow: `0 0 0 2px ${theme.colors.primary.border}` }),
  };
};
