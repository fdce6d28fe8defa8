import { useStyles2 } from '@grafana/ui';
import { useVirtualizer, Virtualizer } from '@tanstack/react-virtual';
import React, { CSSProperties, useCallback, useId, useMemo, useRef, useState } from 'react';
import { useListKeys } from '../../hooks/listKeys';
import type { Linked, Selection } from '../../hooks/selection';
import { useServiceColors } from '../../hooks/serviceColors';
import { useSight } from '../../hooks/sight';
import { TimelineState, useTimeline } from '../../hooks/timeline';
import type { TimelineRow } from '../../model/timeline/rows';
import { percentOf, ticksOf } from '../../model/timeline/scale';
import type { Picture, Step } from '../../model/types';
import { strings } from '../../strings';
import { TimelineHeader } from './TimelineHeader';
import { TimelineRowView } from './TimelineRowView';
import { ROW_HEIGHT, timelineStyles } from './timelineStyles';

interface Props {
  picture: Picture;
  selection?: Selection;
  linked: Linked;
  onSelect: (selection: Selection) => void;
  /** The room there is, as far as known before the first drawing. */
  width: number;
  height: number;
}

/** Pixels between two ticks, at least. */
const TICK = 100;
/** Percent of the width that the names take at first; in a narrow place they need more of it. */
const NAMES = { narrow: 42, wide: 34, from: 700, least: 165 };

/** Pixels that the names' head needs to hold the legend too. */
const LEGEND_ROOM = 300;

/** The spans of a journey as a waterfall. Only the rows in sight are drawn. */
export function Timeline({ picture, selection, linked, onSelect, width, height }: Props) {
  const styles = useStyles2(timelineStyles);
  const timeline = useTimeline(picture.steps);
  const { rows, visible, range } = timeline;
  const [names, setNames] = useState(width < NAMES.from ? NAMES.narrow : NAMES.wide);
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
  useSight({
    of: selection ? `${selection.type} ${selection.id}` : '',
    find: () => uncover(timeline, linked.steps),
    show: (index) => {
      keys.setActive(index);
      if (!isInSight(list, timeline, linked.steps)) {
        list.scrollToIndex(index, { align: 'center' });
      }
    },
  });
  const ticks = useMemo(() => ticksOf(range, (width * (1 - names / 100)) / TICK), [range, width, names]);
  const id = useId();
  const spans = useMemo(() => rows.filter(({ span }) => span).length, [rows]);
  return (
    <div className={styles.timeline} style={{ '--names': `clamp(${NAMES.least}px, ${names}%, 75%)` } as CSSProperties}>
      <TimelineHeader
        {...{ range, ticks, names, styles }}
        legend={(width * names) / 100 > LEGEND_ROOM}
        onNames={setNames}
        onExpandAll={timeline.expandAll}
        onCollapseAll={timeline.collapseAll}
      />
      <div
        ref={scroll}
        className={styles.scroll}
        role="tree"
        tabIndex={0}
        aria-label={strings.timeline.label(spans, picture.steps.length - spans)}
        aria-activedescendant={`${id}-${visible[keys.active]}`}
        onKeyDown={keys.onKeyDown}
      >
        <div className={styles.content} style={{ height: list.getTotalSize() }} role="presentation">
          <div className={styles.grid}>
            {ticks.map((at) => (
              <span key={at} className={styles.gridLine} style={{ left: `${percentOf(at, range)}%` }} />
            ))}
          </div>
          <Rows
            {...{ id, timeline, picture, selection, linked, list, styles }}
            active={keys.active}
            onSelect={select}
          />
        </div>
      </div>
    </div>
  );
}

type List = Virtualizer<HTMLDivElement, Element>;

interface RowsProps extends Pick<Props, 'picture' | 'selection' | 'linked'> {
  id: string;
  timeline: TimelineState;
  list: List;
  active: number;
  styles: ReturnType<typeof timelineStyles>;
  onSelect: (step: Step) => void;
}

function Rows({ id, timeline, picture, selection, linked, list, active, styles, onSelect }: RowsProps) {
  const { rows, visible, range, critical, collapsed, toggle } = timeline;
  const colors = useServiceColors(picture.services);
  return list.getVirtualItems().map(({ index, start }) => {
    const row = rows[visible[index]];
    return (
      <TimelineRowView
        key={row.key}
        id={`${id}-${visible[index]}`}
        {...{ row, range, styles, onSelect }}
        color={colors(row.node)}
        critical={critical.get(visible[index])}
        collapsed={collapsed.has(row.key)}
        state={stateOf(row, linked.steps, selection)}
        active={index === active}
        linked={linked.steps}
        top={start}
        onToggle={toggle}
      />
    );
  });
}

function stateOf(row: TimelineRow, steps: ReadonlySet<string>, selection?: Selection): 'selected' | 'linked' | '' {
  if (!holds(row, steps)) {
    return '';
  }
  return selection?.type === 'step' || steps.size === 1 ? 'selected' : 'linked';
}

function holds(row: TimelineRow, steps: ReadonlySet<string>): boolean {
  return steps.size > 0 && (steps.has(row.key) || row.lines.some(({ key }) => steps.has(key)));
}

function stepOf({ span, lines }: TimelineRow): Step {
  return span ?? lines[0];
}

/** Opens or closes a row; the way on from one that is open, or closed, already is to its child, or parent. */
function openRow(
  { rows, visible, collapsed, toggle }: TimelineState,
  index: number,
  open: boolean
): number | undefined {
  const { key, size, parent } = rows[visible[index]];
  const isOpen = size > 0 && !collapsed.has(key);
  if (size > 0 && isOpen !== open) {
    toggle(key);
    return undefined;
  }
  const next = open ? index + 1 : visible.indexOf(parent);
  return (open && isOpen) || (!open && parent >= 0) ? next : undefined;
}

/** Where the first of the steps is; opens what hides it, and then does not know yet. */
function uncover({ rows, visible, reveal }: TimelineState, steps: ReadonlySet<string>): number | undefined {
  const index = rows.findIndex((row) => holds(row, steps));
  const at = visible.indexOf(index);
  if (index >= 0 && at < 0) {
    reveal(index);
    return undefined;
  }
  return at;
}

function isInSight({ range }: List, { rows, visible }: TimelineState, steps: ReadonlySet<string>): boolean {
  return range !== null && visible.slice(range.startIndex, range.endIndex).some((index) => holds(rows[index], steps));
}
