import type { Virtualizer } from '@tanstack/react-virtual';
import React from 'react';
import type { Linked, Selection } from '../../hooks/selection';
import { useServiceColors } from '../../hooks/serviceColors';
import type { TimelineState } from '../../hooks/timeline';
import { contains, TimelineRow } from '../../model/timeline/rows';
import type { QueryResult, Step } from '../../model/types';
import { TimelineRowView } from './TimelineRowView';
import type { TimelineStyles } from './timelineStyles';

interface Props {
  result: QueryResult;
  selection?: Selection;
  linked: Linked;
  id: string;
  timeline: TimelineState;
  list: Virtualizer<HTMLDivElement, Element>;
  active: number;
  styles: TimelineStyles;
  onSelect: (step: Step) => void;
}

/** The rows in sight. */
export function TimelineRows({ id, timeline, result, selection, linked, list, active, styles, onSelect }: Props) {
  const { rows, visible, range, critical, collapsed, toggle } = timeline;
  const colors = useServiceColors(result.services);
  const items = list.getVirtualItems();
  return (
    // One place for all: to move each row for itself takes the browser as long as to make it.
    <div style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }} role="presentation">
      {items.map(({ index }) => {
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
            onToggle={toggle}
          />
        );
      })}
    </div>
  );
}

function stateOf(row: TimelineRow, steps: ReadonlySet<string>, selection?: Selection): 'selected' | 'linked' | '' {
  if (!contains(row, steps)) {
    return '';
  }
  return selection?.type === 'step' || steps.size === 1 ? 'selected' : 'linked';
}
