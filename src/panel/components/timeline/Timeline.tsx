import { useStyles2 } from '@grafana/ui';
import { useVirtualizer } from '@tanstack/react-virtual';
import React, { CSSProperties, useCallback, useId, useMemo, useRef, useState } from 'react';
import { useListKeys } from '../../hooks/listKeys';
import type { Linked, Selection } from '../../hooks/selection';
import { useScrollToSelection } from '../../hooks/scrollToSelection';
import { openRow, revealRow, useTimeline } from '../../hooks/timeline';
import { contains, stepOf } from '../../model/timeline/rows';
import { percentOf, ticksOf } from '../../model/timeline/scale';
import type { QueryResult, Step } from '../../model/types';
import { strings } from '../../strings';
import { TimelineHeader } from './TimelineHeader';
import { TimelineRows } from './TimelineRows';
import { ROW_HEIGHT, timelineStyles } from './timelineStyles';

interface Props {
  result: QueryResult;
  selection?: Selection;
  linked: Linked;
  onSelect: (selection: Selection) => void;
  /** The room there is, as far as known before the first drawing. */
  width: number;
  height: number;
}

/** Pixels between two ticks, at least. */
const MIN_TICK_PX = 100;
/** Percent of the width that the names take at first; in a narrow place they need more of it. */
const NAME_COLUMN = { narrow: 42, wide: 34, from: 700, least: 165 };

/** Pixels that the names' head needs to hold the legend too. */
const LEGEND_MIN_PX = 300;

/** The spans of a journey as a waterfall. Only the rows in sight are drawn. */
export function Timeline({ result, selection, linked, onSelect, width, height }: Props) {
  const styles = useStyles2(timelineStyles);
  const timeline = useTimeline(result.steps);
  const { rows, visible, range } = timeline;
  const [names, setNames] = useState(width < NAME_COLUMN.from ? NAME_COLUMN.narrow : NAME_COLUMN.wide);
  const scroll = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: visible.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    initialRect: { width, height },
    overscan: 10,
  });
  const select = useCallback((step: Step) => onSelect({ type: 'step', id: step.key }), [onSelect]);
  const keys = useListKeys({
    count: visible.length,
    page: Math.max(Math.floor(height / ROW_HEIGHT) - 2, 1),
    scrollTo: (index) => list.scrollToIndex(index),
    onChoose: (index) => select(stepOf(rows[visible[index]])),
    onOpen: (index, open) => openRow(timeline, index, open),
  });
  useScrollToSelection({
    of: selection ? `${selection.type} ${selection.id}` : '',
    find: () => revealRow(timeline, linked.steps),
    show: (index) => {
      keys.setActive(index);
      const { startIndex = 0, endIndex = -1 } = list.range ?? {};
      if (!visible.slice(startIndex, endIndex).some((at) => contains(rows[at], linked.steps))) {
        list.scrollToIndex(index, { align: 'center' });
      }
    },
  });
  const ticks = useMemo(() => ticksOf(range, (width * (1 - names / 100)) / MIN_TICK_PX), [range, width, names]);
  const id = useId();
  const spans = useMemo(() => rows.filter(({ span }) => span).length, [rows]);
  return (
    <div className={styles.timeline} style={{ '--names': `clamp(${NAME_COLUMN.least}px, ${names}%, 75%)` } as CSSProperties}>
      <TimelineHeader
        {...{ range, ticks, names, styles }}
        isZoomed={timeline.isZoomed}
        onZoom={timeline.zoom}
        legend={(width * names) / 100 > LEGEND_MIN_PX}
        onNames={setNames}
        onExpandAll={timeline.expandAll}
        onCollapseAll={timeline.collapseAll}
      />
      <div
        ref={scroll}
        className={styles.scroll}
        role="tree"
        tabIndex={0}
        aria-label={strings.timeline.label(spans, result.steps.length - spans)}
        aria-activedescendant={`${id}-${visible[keys.active]}`}
        onKeyDown={keys.onKeyDown}
      >
        <div className={styles.content} style={{ height: list.getTotalSize() }} role="presentation">
          <div className={styles.grid}>
            {ticks.map((at) => (
              <span key={at} className={styles.gridLine} style={{ left: `${percentOf(at, range)}%` }} />
            ))}
          </div>
          <TimelineRows
            {...{ id, timeline, result, selection, linked, list, styles }}
            active={keys.active}
            onSelect={select}
          />
        </div>
      </div>
    </div>
  );
}
