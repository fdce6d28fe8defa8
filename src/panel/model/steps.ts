import type { DataFrame } from '@grafana/data';
import { Columns } from './columns';
import type { Health, Step } from './types';

/** Reads the rows of a steps frame; rows that are neither span nor line are left out. */
export function readSteps(frame: DataFrame): Step[] {
  const columns = new Columns(frame);
  const steps: Step[] = [];
  for (let row = 0; row < columns.length; row++) {
    const kind = columns.text('kind', row);
    if (kind === 'span' || kind === 'log') {
      steps.push(readStep(columns, row, kind));
    }
  }
  return steps;
}

/** By time; what happened at the same moment stays as it was sent. */
export function inTimeOrder(steps: Step[]): Step[] {
  return steps.sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0));
}

/** Where a step ends; a line has no length. */
export function endOf(step: Step): number {
  return (step.offset ?? 0) + (step.duration ?? 0);
}

function readStep(columns: Columns, row: number, kind: Step['kind']): Step {
  const level = columns.text('level', row).toLowerCase();
  const node = columns.text('node', row) || columns.text('service', row);
  const joinedBy = columns.text('joinedby', row);
  const nearby = joinedBy === 'nearby';
  return {
    key: keyOf(columns, row, kind),
    kind,
    time: columns.number('time', row),
    skew: columns.number('skew', row),
    offset: columns.number('offset', row),
    duration: columns.amount('duration', row),
    critical: columns.amount('critical', row),
    traceId: columns.text('traceid', row),
    spanId: columns.text('spanid', row),
    parentSpanId: columns.text('parentspanid', row),
    node,
    service: columns.text('service', row) || node,
    body: columns.text('body', row),
    level,
    health: nearby ? 'ok' : healthOfLevel(level),
    placement: columns.text('placement', row),
    joinedBy,
    nearby,
    underWay: columns.number('underway', row),
    attributes: columns.object('attributes', row),
    links: () => columns.allLinks(row),
  };
}

/** The same for a step that is fetched again, so that it stays selected. */
function keyOf(columns: Columns, row: number, kind: Step['kind']): string {
  const name = kind === 'span' ? columns.text('spanid', row) : columns.text('body', row).slice(0, 80);
  return [kind, columns.text('node', row), columns.text('offset', row), name].join(' ');
}

/** Levels as loggers spell them, and the status of spans. */
export function healthOfLevel(level: string): Health {
  if (/^(err|fatal|crit|alert|emerg|panic)/.test(level)) {
    return 'error';
  }
  return level.startsWith('warn') ? 'warning' : 'ok';
}
