import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { memo } from 'react';
import type { Change } from '../../model/graph/compare';
import type { Health } from '../../model/types';
import { healthColor } from '../health';
import { changeColor } from './differences';
import type { DrawnHop } from './drawn';
import { strokeOf } from './stroke';

/** How wide a line is for the pointer. */
const POINTER_WIDTH_PX = 16;

/** A hop as a line with an arrow head. */
export const HopLine = memo(function HopLine({ drawn }: { drawn: DrawnHop }) {
  const { id, hop, place, tone, difference, selected, marks, onSelect, onHover } = drawn;
  const styles = useStyles2(getStyles, tone, difference?.change);
  return (
    <g
      className={cx(styles.line, selected && styles.selected, marks)}
      onClick={() => onSelect(id)}
      onMouseEnter={() => onHover(id)}
      onMouseLeave={() => onHover(undefined)}
    >
      <path d={place.path} fill="none" style={strokeOf(hop, difference?.change === 'gone')} />
      <path d={place.path} fill="none" strokeOpacity={0} strokeWidth={POINTER_WIDTH_PX} />
      <path d={place.arrow} className={styles.arrow} />
    </g>
  );
});

export function lineColor(theme: GrafanaTheme2, tone: Health, change?: Change): string {
  if (change) {
    return change === 'same' ? theme.colors.text.disabled : changeColor(theme, change);
  }
  return tone === 'ok' ? theme.colors.text.disabled : healthColor(theme, tone);
}

const getStyles = (theme: GrafanaTheme2, tone: Health, change?: Change) => {
  const line = lineColor(theme, tone, change);
  return {
    line: css({
      pointerEvents: 'visibleStroke',
      cursor: 'pointer',
      path: { stroke: line },
      '&:hover path': { stroke: theme.colors.text.primary },
    }),
    selected: css({ path: { stroke: theme.colors.primary.border } }),
    arrow: css({ fill: line, strokeWidth: 1, strokeLinejoin: 'round' }),
  };
};
