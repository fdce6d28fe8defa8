import { IconButton } from '@grafana/ui';
import React from 'react';
import type { Range } from '../../model/timeline/scale';
import { strings } from '../../strings';
import { NearbySwitch } from '../NearbySwitch';
import { Separator, SPLIT } from '../Separator';
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
    <div className={styles.header} {...SPLIT}>
      <div className={styles.head}>
        <span className={styles.headName}>{words.operation}</span>
        {legend && <span className={styles.legend}>{words.legend}</span>}
        <NearbySwitch compact />
        <IconButton name="angle-double-down" size="sm" tooltip={words.expandAll} onClick={onExpandAll} />
        <IconButton name="angle-double-right" size="sm" tooltip={words.collapseAll} onClick={onCollapseAll} />
        <Separator
          label={words.resize}
          orientation="vertical"
          percent={names}
          {...NAME_COLUMN_PERCENT}
          onMove={onNames}
        />
      </div>
      <TimeAxis {...{ range, ticks, isZoomed, onZoom, styles }} />
    </div>
  );
}

/** What the names' column takes of the width, in percent. */
const NAME_COLUMN_PERCENT = { least: 12, most: 70 };
