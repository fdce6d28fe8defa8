import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { memo, useMemo } from 'react';
import { PRESSABLE } from '../../hooks/gestures';
import { areaOfLabel, DrawnHop, partsOfLabel } from './drawn';
import { GRAPH_CLASSES } from './graphStyles';
import { Parts } from './Parts';

/** The figures of a hop. */
export const HopLabel = memo(function HopLabel({ drawn }: { drawn: DrawnHop }) {
  const { id, marks, onSelect, onHover } = drawn;
  const styles = useStyles2(getStyles);
  const parts = useMemo(() => partsOfLabel(drawn), [drawn]);
  const { left, top, right, bottom } = areaOfLabel(drawn);
  return (
    <div
      className={cx(PRESSABLE, GRAPH_CLASSES.label, styles.label, marks)}
      style={{ transform: `translate(${left}px, ${top}px)`, width: right - left, height: bottom - top }}
      aria-hidden
      onClick={() => onSelect(id)}
      onMouseEnter={() => onHover(id)}
      onMouseLeave={() => onHover(undefined)}
    >
      <Parts parts={parts} />
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  label: css({
    position: 'absolute',
    pointerEvents: 'all',
    cursor: 'pointer',
    '&:hover > [data-part=label]': { borderColor: `${theme.colors.text.primary} !important` },
  }),
});
