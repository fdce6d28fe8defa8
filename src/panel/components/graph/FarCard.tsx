import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Change } from '../../model/graph/compare';
import type { Health } from '../../model/types';
import { healthColor } from '../health';
import { changeColor } from './differences';
import { PRESSABLE } from './flowStyles';
import type { CardProps } from './ServiceCard';

/** A service from afar: its name as large as there is room for, and how it fared. */
export function FarCard({ service, context, selected, onSelect }: CardProps) {
  const styles = useStyles2(getStyles, context.tone, context.difference?.change);
  return (
    <div className={cx(PRESSABLE, styles.card, selected && styles.selected)} title={service.name} onClick={onSelect}>
      {service.name}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2, tone: Health, change?: Change) => {
  const plain = theme.colors.border.strong;
  const color = change ? changeColor(theme, change) : tone === 'ok' ? plain : healthColor(theme, tone);
  return {
    card: css({
      display: 'grid',
      alignItems: 'center',
      width: '100%',
      height: '100%',
      padding: theme.spacing(0, 1.5),
      overflow: 'hidden',
      whiteSpace: 'nowrap',
      fontSize: 28,
      background: theme.colors.background.secondary,
      border: `${color === plain ? 2 : 8}px solid ${color}`,
      borderRadius: theme.shape.radius.default,
      pointerEvents: 'all',
      cursor: 'pointer',
    }),
    selected: css({ boxShadow: `0 0 0 10px ${theme.colors.primary.border}` }),
  };
};
