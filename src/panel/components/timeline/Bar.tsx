import { cx } from '@emotion/css';
import { useTheme2 } from '@grafana/ui';
import React, { CSSProperties } from 'react';
import { formatMilliseconds } from '../../model/format';
import type { Critical } from '../../model/timeline/critical';
import { isNearby, TimelineRow } from '../../model/timeline/rows';
import { percentOf, Place, placeOf, Range } from '../../model/timeline/scale';
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

/** When a span ran, and when it held up the whole; without a span, the gap that only log lines show. */
export function Bar({ row, range, color, critical, collapsed, styles }: Props) {
  const place = placeOf(row, range);
  if (row.from > range.to || row.to < range.from || isNearby(row)) {
    return null;
  }
  const stretches = collapsed && critical ? [critical.total] : (critical?.own ?? []);
  return (
    <>
      <span
        className={cx(styles.bar, !row.span && styles.ghost)}
        style={{ ...percent(place), background: row.span && color }}
      />
      {stretches
        .filter((stretch) => stretch.from < range.to && stretch.to > range.from)
        .map((stretch) => (
          <span
            key={stretch.from}
            className={styles.critical}
            style={percent(placeOf(stretch, range))}
            title={strings.timeline.critical(formatMilliseconds(stretch.to - stretch.from))}
          />
        ))}
      <Figure {...{ row, range, place, color, styles }} />
    </>
  );
}

/** Percent of the track beside a bar that a duration needs. */
const FIGURE_PERCENT = 16;

/** The contrast that small text needs. */
const MIN_CONTRAST = 4.5;

/** The duration, where there is room for it: after the bar, before it, else on it. */
function Figure({ row, range, place, color, styles }: Omit<Props, 'collapsed'> & { place: Place }) {
  const theme = useTheme2();
  const failed = row.span?.health === 'error';
  const text = row.span ? formatMilliseconds(row.span.duration) : strings.timeline.noSpans;
  const end = place.left + place.width;
  if (end <= 100 - FIGURE_PERCENT) {
    return <Label {...{ styles, text, failed }} style={{ left: `${end}%`, marginLeft: row.span ? 4 : 14 }} />;
  }
  if (place.left >= FIGURE_PERCENT) {
    return <Label {...{ styles, text, failed }} style={{ right: `${100 - place.left}%`, marginRight: 2 }} />;
  }
  const onBar = { left: `${freePlace(row, range, place)}%`, color: theme.colors.getContrastText(color, MIN_CONTRAST) };
  return <Label {...{ styles, text }} style={onBar} />;
}

/** Where on the bar no log line's mark covers the figure: at its begin, else in its middle. */
function freePlace({ lines }: TimelineRow, range: Range, { left, width }: Place): number {
  const isTaken = lines.some(
    ({ offset = 0 }) => offset >= range.from && percentOf(offset, range) < left + FIGURE_PERCENT
  );
  return isTaken ? left + width / 2 : left;
}

interface LabelProps {
  text: string;
  failed?: boolean;
  style: CSSProperties;
  styles: TimelineStyles;
}

function Label({ text, failed = false, style, styles }: LabelProps) {
  return (
    <span className={cx(styles.figure, failed && styles.figureFailed)} style={style}>
      {text}
    </span>
  );
}

function percent({ left, width }: Place) {
  return { left: `${left}%`, width: `${width}%` };
}
