import { IconButton } from '@grafana/ui';
import React, { KeyboardEvent, PointerEvent } from 'react';
import type { Range } from '../../model/timeline/scale';
import { strings } from '../../strings';
import { TimeAxis } from './TimeAxis';
import type { TimelineStyles } from './timelineStyles';

interface Props {
  range: Range;
  ticks: number[];
  isZoomed: boolean;
  onZoom: (range: Range | undefined) => void;
  /** Percent of the width that the names take. */
  names: number;
  /** There is room to explain the marks of the critical path. */
  legend: boolean;
  onNames: (percent: number) => void;
  onExpandAll: () => void;
  onCollapseAll: () => void;
  styles: TimelineStyles;
}

/** The names of the columns and the axis of time; it stays while the rows scroll. */
export function TimelineHeader({
  range,
  ticks,
  isZoomed,
  onZoom,
  names,
  legend,
  onNames,
  onExpandAll,
  onCollapseAll,
  styles,
}: Props) {
  const words = strings.timeline;
  return (
    <div className={styles.header}>
      <div className={styles.head}>
        <span className={styles.headName}>{words.operation}</span>
        {legend && <span className={styles.legend}>{words.legend}</span>}
        <IconButton name="angle-double-down" size="sm" tooltip={words.expandAll} onClick={onExpandAll} />
        <IconButton name="angle-double-right" size="sm" tooltip={words.collapseAll} onClick={onCollapseAll} />
        <Resizer names={names} onNames={onNames} styles={styles} />
      </div>
      <TimeAxis {...{ range, ticks, isZoomed, onZoom, styles }} />
    </div>
  );
}

const NAMES = { least: 12, most: 70, step: 2 };

/** Moves the border between names and bars, by pointer or arrow keys. */
function Resizer({ names, onNames, styles }: Pick<Props, 'names' | 'onNames' | 'styles'>) {
  const resize = (percent: number) => onNames(Math.min(Math.max(percent, NAMES.least), NAMES.most));
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const header = event.currentTarget.parentElement?.parentElement?.getBoundingClientRect();
    if (header && event.currentTarget.hasPointerCapture(event.pointerId)) {
      resize(((event.clientX - header.left) / header.width) * 100);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (way) {
      event.preventDefault();
      resize(names + way * NAMES.step);
    }
  };
  return (
    <div
      className={styles.resizer}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={strings.timeline.resize}
      aria-valuenow={Math.round(names)}
      aria-valuemin={NAMES.least}
      aria-valuemax={NAMES.most}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}
