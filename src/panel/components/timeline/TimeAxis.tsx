import { IconButton } from '@grafana/ui';
import React, { PointerEvent, useState } from 'react';
import { formatMilliseconds } from '../../model/format';
import { percentOf, placeOf, Range } from '../../model/timeline/scale';
import { strings } from '../../strings';
import type { TimelineStyles } from './timelineStyles';

interface Props {
  range: Range;
  ticks: number[];
  isZoomed: boolean;
  onZoom: (range: Range | undefined) => void;
  styles: TimelineStyles;
}

/** Pixels that a pointer must move before it means a stretch and not a click. */
const MIN_DRAG_PX = 6;

/** The moments of the ticks. Dragging over them zooms into what was dragged over, as in Grafana's graphs. */
export function TimeAxis({ range, ticks, isZoomed, onZoom, styles }: Props) {
  const [drag, setDrag] = useState<{ from: number; to: number; x: number }>();
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = momentAt(event, range);
    setDrag({ from: at, to: at, x: event.clientX });
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => drag && setDrag({ ...drag, to: momentAt(event, range) });
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    setDrag(undefined);
    if (drag && Math.abs(event.clientX - drag.x) >= MIN_DRAG_PX) {
      onZoom(ordered(drag));
    }
  };
  return (
    <div className={styles.axis}>
      <div className={styles.ticks} title={strings.timeline.zoom} {...{ onPointerDown, onPointerMove, onPointerUp }}>
        {ticks.map((at) => (
          <span key={at} className={styles.tick} style={{ left: `${percentOf(at, range)}%` }} aria-hidden>
            {formatMilliseconds(at)}
          </span>
        ))}
        {drag && <span className={styles.brush} style={percent(ordered(drag), range)} />}
      </div>
      {isZoomed && (
        <div className={styles.zoomOut}>
          <IconButton name="search-minus" tooltip={strings.timeline.zoomOut} onClick={() => onZoom(undefined)} />
        </div>
      )}
    </div>
  );
}

function momentAt(event: PointerEvent<HTMLElement>, { from, to }: Range): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  const share = Math.min(Math.max((event.clientX - left) / width, 0), 1);
  return from + share * (to - from);
}

function ordered({ from, to }: Range): Range {
  return { from: Math.min(from, to), to: Math.max(from, to) };
}

function percent(stretch: Range, range: Range) {
  const { left, width } = placeOf(stretch, range);
  return { left: `${left}%`, width: `${width}%` };
}
