import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { BaseEdge, Edge, EdgeLabelRenderer, EdgeProps } from '@xyflow/react';
import React from 'react';
import type { PositionedEdge } from '../../layout/types';
import type { Change, Difference } from '../../model/graph/compare';
import type { Health, Hop } from '../../model/types';
import { healthColor } from '../health';
import { changeColor } from './differences';
import { HopLabel } from './HopLabel';
import { strokeOf } from './stroke';
import { useIsFar } from './useIsFar';

export type HopEdgeData = {
  hop: Hop;
  place: PositionedEdge;
  label: string;
  tone: Health;
  difference?: Difference;
  /** Class names of what is marked about it, "" for nothing. */
  marks: string;
  onSelect: (id: string) => void;
  onHover: (id: string | undefined) => void;
};

/** A hop as a line with an arrow head and a label. */
export function HopEdge({ id, data, selected = false }: EdgeProps<Edge<HopEdgeData, 'hop'>>) {
  const styles = useStyles2(getStyles, data?.tone ?? 'ok', data?.difference?.change);
  const isFar = useIsFar();
  if (!data) {
    return null;
  }
  const { hop, place, label, marks } = data;
  return (
    <>
      <g className={cx(styles.line, selected && styles.selected, marks)}>
        <BaseEdge
          path={place.path}
          interactionWidth={isFar ? 0 : 16}
          style={strokeOf(hop, data.difference?.change === 'gone')}
        />
        {!isFar && <path d={place.arrow} className={styles.arrow} />}
      </g>
      {!isFar && label && (
        <EdgeLabelRenderer>
          <HopLabel id={id} data={data} selected={selected} />
        </EdgeLabelRenderer>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2, tone: Health, change?: Change) => {
  const byTone = tone === 'ok' ? theme.colors.text.disabled : healthColor(theme, tone);
  const line = change && change !== 'same' ? changeColor(theme, change) : change ? theme.colors.text.disabled : byTone;
  return {
    line: css({ path: { stroke: line }, '&:hover path': { stroke: theme.colors.text.primary } }),
    selected: css({ path: { stroke: theme.colors.primary.border } }),
    arrow: css({ fill: line, strokeWidth: 1, strokeLinejoin: 'round' }),
  };
};
