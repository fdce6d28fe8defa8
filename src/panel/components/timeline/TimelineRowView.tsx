import { cx } from '@emotion/css';
import { Icon } from '@grafana/ui';
import React, { memo, MouseEvent } from 'react';
import { formatMilliseconds, formatOffset } from '../../model/format';
import { displayText } from '../../model/text';
import type { Critical } from '../../model/timeline/critical';
import { isNearby, TimelineRow } from '../../model/timeline/rows';
import type { Range } from '../../model/timeline/scale';
import type { Step } from '../../model/types';
import { strings } from '../../strings';
import { Bar } from './Bar';
import { Marks } from './Marks';
import type { TimelineStyles } from './timelineStyles';

export interface TimelineRowProps {
  id: string;
  row: TimelineRow;
  range: Range;
  color: string;
  critical?: Critical;
  collapsed: boolean;
  /** Chosen itself, or part of what is chosen elsewhere. */
  state: 'selected' | 'linked' | '';
  active: boolean;
  linked: ReadonlySet<string>;
  styles: TimelineStyles;
  onSelect: (step: Step) => void;
  onToggle: (key: string) => void;
}

/** One row of the waterfall: who did what, when, for how long, and what was logged. */
export const TimelineRowView = memo(function TimelineRowView(props: TimelineRowProps) {
  const { id, row, range, linked, state, active, styles, onSelect } = props;
  const first = row.span ?? row.lines[0];
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-expanded={row.size > 0 ? !props.collapsed : undefined}
      aria-selected={state !== ''}
      className={cx(styles.row, state !== '' && styles[state])}
      data-active={active || undefined}
      onClick={() => first && onSelect(first)}
    >
      <span className={styles.sentence}>{sentence(props)}</span>
      <Names {...props} />
      <div className={styles.track} aria-hidden>
        <Bar {...props} />
        <Marks lines={row.lines} range={range} linked={linked} onSelect={onSelect} styles={styles} />
      </div>
    </div>
  );
});

/** Deeper rows are indented less and less, or names would run out of the column. */
function indent(depth: number): number {
  return 6 + (depth <= 8 ? depth * 14 : 112 + Math.min(depth - 8, 20) * 3);
}

function Names({ row, color, collapsed, styles, onToggle }: TimelineRowProps) {
  const { span, size, key, service } = row;
  const nearby = isNearby(row);
  const operation = span ? displayText(span.body, 200) : linesOf(row);
  const toggle = (event: MouseEvent) => {
    event.stopPropagation();
    onToggle(key);
  };
  return (
    <div
      className={styles.names}
      style={{ paddingLeft: indent(row.depth) }}
      title={[service, operation].join(' ')}
      aria-hidden
    >
      {size > 0 ? (
        <span className={cx(styles.fold, styles.angle, collapsed && styles.closed)} onClick={toggle} />
      ) : (
        <span className={styles.fold} />
      )}
      <span className={cx(styles.swatch, nearby && styles.hollow)} style={{ background: nearby ? undefined : color }} />
      {span?.health === 'error' && <Icon name="exclamation-circle" size="sm" className={styles.trouble} />}
      {!span && !nearby && <Icon name="eye-slash" size="sm" className={styles.ghostIcon} />}
      <span className={styles.name}>
        <span className={cx(styles.service, nearby && styles.quiet)}>{service}</span>
        <span className={styles.operation}>{operation}</span>
      </span>
      {collapsed && size > 0 && <span className={styles.inside}>{size.toLocaleString('en')}</span>}
    </div>
  );
}

/** The lines of a row in words; those without any ID are counted apart. */
function linesOf({ lines }: TimelineRow): string {
  const nearby = lines.filter(({ nearby }) => nearby).length;
  const { timeline } = strings;
  return [
    lines.length > nearby ? timeline.withoutSpan(lines.length - nearby) : '',
    nearby > 0 ? timeline.nearby(nearby) : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** The row in words, for those who do not see it. */
function sentence({ row, collapsed }: TimelineRowProps): string {
  const { span, service, size } = row;
  const { timeline } = strings;
  const facts: string[] = [
    span ? timeline.at(formatOffset(row.from), formatMilliseconds(span.duration)) : '',
    span || isNearby(row) ? '' : timeline.noSpans,
    span?.health === 'error' ? timeline.failed : '',
    span?.critical ? timeline.critical(formatMilliseconds(span.critical)) : '',
    linesOf(row),
    collapsed && size > 0 ? timeline.hidden(size) : '',
  ];
  return span
    ? timeline.span(service, displayText(span.body, 200), facts)
    : [service, ...facts].filter(Boolean).join(', ');
}
