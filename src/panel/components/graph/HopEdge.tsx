import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { BaseEdge, Edge, EdgeLabelRenderer, EdgeProps } from '@xyflow/react';
import React from 'react';
import { hopLabel } from '../../layout/size';
import type { PositionedEdge } from '../../layout/types';
import { formatMilliseconds } from '../../model/format';
import type { Health, Hop } from '../../model/types';
import { strings } from '../../strings';
import { healthColor, healthIcons } from '../health';
import { PRESSABLE } from './flowStyles';

export type HopEdgeData = {
  hop: Hop;
  place: PositionedEdge;
  /** Names of both ends. */
  source: string;
  target: string;
  onSelect: (id: string) => void;
};

const THICKNESS = { min: 1.5, max: 6 };

/** A hop as a line with an arrow head, its label a button. */
export function HopEdge({ id, data, selected = false }: EdgeProps<Edge<HopEdgeData, 'hop'>>) {
  const health = data?.hop.health ?? 'ok';
  const styles = useStyles2(getStyles, health);
  if (!data) {
    return null;
  }
  const { hop, place, onSelect } = data;
  const text = hopLabel(hop);
  const transform = `translate(-50%, -50%) translate(${place.label.x}px, ${place.label.y}px)`;
  return (
    <>
      <g className={cx(styles.line, selected && styles.selectedLine)}>
        <BaseEdge path={place.path} interactionWidth={16} style={stroke(hop)} />
        <path d={place.arrow} className={styles.arrow} />
      </g>
      {text && (
        <EdgeLabelRenderer>
          <button
            type="button"
            className={cx(PRESSABLE, styles.label, selected && styles.selectedLabel)}
            style={{ transform }}
            aria-label={hopSentence(data)}
            aria-pressed={selected}
            onClick={() => onSelect(id)}
          >
            {hop.health !== 'ok' && <Icon name={healthIcons[hop.health]} size="xs" />}
            {text}
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

/** Width by calls; dashes where one end sent no spans. */
function stroke(hop: Hop) {
  const byCalls = THICKNESS.min + Math.log10(Math.max(hop.calls ?? 1, 1)) * 1.5;
  const width = Math.min(Math.max(hop.thickness ?? byCalls, THICKNESS.min), THICKNESS.max);
  return { strokeWidth: width, strokeDasharray: hop.dashed ? '5 5' : undefined };
}

function hopSentence({ hop, source, target }: HopEdgeData): string {
  const { calls, errors, p95 } = hop;
  return strings.hop.label(source, target, [
    calls === undefined ? '' : strings.hop.calls(calls),
    errors ? strings.hop.errors(errors) : '',
    p95 === undefined ? '' : `${strings.service.p95} ${formatMilliseconds(p95)}`,
  ]);
}

const getStyles = (theme: GrafanaTheme2, health: Health) => {
  const color = healthColor(theme, health);
  const line = health === 'ok' ? theme.colors.text.disabled : color;
  return {
    line: css({ path: { stroke: line }, '&:hover path': { stroke: theme.colors.text.primary } }),
    selectedLine: css({ path: { stroke: theme.colors.primary.border } }),
    arrow: css({ fill: line, strokeWidth: 1, strokeLinejoin: 'round' }),
    label: css({
      position: 'absolute',
      // Above the lines of failed hops, which lie above the others.
      zIndex: 2,
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      height: 22,
      padding: theme.spacing(0, 0.75),
      whiteSpace: 'pre',
      fontSize: 12,
      fontVariantNumeric: 'tabular-nums',
      color: health === 'ok' ? theme.colors.text.primary : color,
      background: theme.colors.background.primary,
      border: `1px solid ${health === 'ok' ? theme.colors.border.weak : color}`,
      borderRadius: theme.shape.radius.pill,
      pointerEvents: 'all',
      cursor: 'pointer',
      '&:hover': { borderColor: theme.colors.text.primary },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 2 },
    }),
    selectedLabel: css({ boxShadow: `0 0 0 2px ${theme.colors.primary.border}` }),
  };
};
