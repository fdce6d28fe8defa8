import { cx } from '@emotion/css';
import { useTheme2 } from '@grafana/ui';
import React from 'react';
import { formatMilliseconds } from '../../model/format';
import type { Critical } from '../../model/timeline/critical';
import type { TimelineRow } from '../../model/timeline/rows';
import { Place, placeOf, Range } from '../../model/timeline/scale';
import { strings } from '../../strings';
import type { TimelineStyles } from './timelineStyles';

interface Props {
  row: TimelineRow;
  range: Range;
  color: string;
  critical?: Critical;
  /** Hidden descendants are drawn with their ancestor. */
  collapsed: boolean;
  styles: TimelineStyles;
}

/** When a span ran, and when it held up the whole; without a span, the gap that only log lines tell of. */
export function Bar({ row, range, color, critical, collapsed, styles }: Props) {
  const place = placeOf(row, range);
  const stretches = collapsed && critical ? [critical.whole] : (critical?.own ?? []);
  const failed = row.span?.health === 'error';
  return (
    <>
      <span
        className={cx(styles.bar, failed && styles.failed, !row.span && styles.ghost)}
        style={{ ...percent(place), background: row.span && color }}
      />
      {stretches.map((stretch) => (
        <span key={stretch.from} className={styles.critical} style={percent(placeOf(stretch, range))} />
      ))}
      <Figure row={row} place={place} color={color} styles={styles} />
    </>
  );
}

/** Percent of the track beside a bar that a duration needs. */
const FIGURE_ROOM = 16;

/** The duration, where there is room for it: after the bar, before it, else on it. */
function Figure({ row, place, color, styles }: Pick<Props, 'row' | 'color' | 'styles'> & { place: Place }) {
  const theme = useTheme2();
  const text = row.span ? formatMilliseconds(row.span.duration) : strings.timeline.noSpans;
  const end = place.left + place.width;
  if (end <= 100 - FIGURE_ROOM) {
    return <Label styles={styles} text={text} style={{ left: `${end}%`, marginLeft: row.span ? 2 : 12 }} />;
  }
  if (place.left >= FIGURE_ROOM) {
    return <Label styles={styles} text={text} style={{ right: `${100 - place.left}%`, marginRight: 4 }} />;
  }
  const onBar = row.span ? { right: `${100 - end}%`, color: theme.colors.getContrastText(color) } : { right: 0 };
  return <Label styles={styles} text={text} style={onBar} />;
}

function Label({ styles, text, style }: { styles: TimelineStyles; text: string; style: React.CSSProperties }) {
  return (
    <span className={styles.figure} style={style}>
      {text}
    </span>
  );
}

function percent({ left, width }: Place) {
  return { left: `${left}%`, width: `${width}%` };
}
