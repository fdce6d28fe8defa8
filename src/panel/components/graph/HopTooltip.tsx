import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Point } from '../../layout/types';
import { formatMilliseconds } from '../../model/format';
import type { Difference } from '../../model/graph/compare';
import type { Hop } from '../../model/types';
import { strings } from '../../strings';
import { hopFacts, hopSentence } from './hopText';

interface Props {
  hop: Hop;
  /** Names of both ends. */
  source: string;
  target: string;
  difference?: Difference;
  /** Its corner in the graph's box. */
  at: Point;
}

/** About its size, to find room for it. */
export const TOOLTIP = { width: 320, height: (facts: number) => 76 + facts * 24 };

/** Both ends' views of the hop under the pointer, and what lies between. The outline says the same to screen readers. */
export function HopTooltip({ hop, source, target, difference, at }: Props) {
  const styles = useStyles2(getStyles);
  const facts = hopFacts(hop, source, target);
  const { columns } = strings.hop;
  return (
    <div className={styles.tooltip} style={{ left: at.x, top: at.y }} aria-hidden>
      <div className={styles.title}>{hopSentence({ ...hop, p95: undefined }, source, target)}</div>
      {difference?.before !== undefined && difference.after !== undefined && (
        <div>{strings.compare.fromTo(formatMilliseconds(difference.before), formatMilliseconds(difference.after))}</div>
      )}
      {facts.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th />
              <th>{columns.p50}</th>
              <th>{columns.p95}</th>
            </tr>
          </thead>
          <tbody>
            {facts.map(({ name, p50, p95, isPart }) => (
              <tr key={name}>
                <th className={cx(isPart && styles.part)}>{name}</th>
                <td>{formatMilliseconds(p50)}</td>
                <td>{isPart ? '' : formatMilliseconds(p95)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  tooltip: css({
    position: 'absolute',
    zIndex: 6,
    width: TOOLTIP.width,
    padding: theme.spacing(1),
    fontSize: 12,
    color: theme.colors.text.primary,
    background: theme.colors.background.elevated ?? theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z2,
    pointerEvents: 'none',
  }),
  title: css({ marginBottom: theme.spacing(0.5), fontWeight: theme.typography.fontWeightMedium }),
  table: css({
    width: '100%',
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
    'th, td': { padding: theme.spacing(0.25, 0, 0.25, 1.5), textAlign: 'right', fontWeight: 400 },
    'th:first-child': {
      paddingLeft: 0,
      textAlign: 'left',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      maxWidth: 220,
    },
    'thead th': { color: theme.colors.text.secondary },
  }),
  part: css({ '&&': { paddingLeft: theme.spacing(1.5), color: theme.colors.text.secondary } }),
});
