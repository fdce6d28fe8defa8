import { endOf } from '../steps';
import type { Step } from '../types';

/** One line of the timeline: a span with the lines it wrote, or the lines of a service that no span holds. */
export interface TimelineRow {
  /** Of the span; of lines without one, made of their service. */
  key: string;
  span?: Step;
  lines: Step[];
  node: string;
  service: string;
  depth: number;
  /** How many rows below this one are its descendants. */
  size: number;
  /** The row of the parent span, -1 for a root. */
  parent: number;
  /** Where the row's own work begins and ends, in milliseconds from the journey's start. */
  from: number;
  to: number;
}

interface Branch {
  row: TimelineRow;
  children: Branch[];
}

/**
 * The rows of a waterfall: each span directly above its children, siblings and
 * roots in time order. Spans whose parent is unknown are roots, as is one span
 * of each cycle, so that every span has exactly one row. `steps` are in time order.
 */
export function timelineRows(steps: Step[]): TimelineRow[] {
  const spans = steps.filter(({ kind }) => kind === 'span').map(toBranch);
  const byId = firstByIds(spans);
  const withoutSpan = assignLines(steps, byId);
  const roots: Branch[] = [];
  for (const branch of spans) {
    const parent = byId.get(branch.row.span?.parentSpanId ?? '');
    (parent && parent !== branch ? parent.children : roots).push(branch);
  }
  const tops = [...roots, ...withoutSpan].sort((a, b) => a.row.from - b.row.from);
  return flatten(tops, spans);
}

function toBranch(span: Step): Branch {
  const from = span.offset ?? 0;
  const { key, node, service } = span;
  const place = { depth: 0, size: 0, parent: -1, from, to: endOf(span) };
  return { row: { key, span, lines: [], node, service, ...place }, children: [] };
}

/** Of spans that share an ID, the first is the parent of the others' children. */
function firstByIds(spans: Branch[]): Map<string, Branch> {
  const byId = new Map<string, Branch>();
  for (const branch of spans) {
    const id = branch.row.span?.spanId ?? '';
    if (id !== '' && !byId.has(id)) {
      byId.set(id, branch);
    }
  }
  return byId;
}

/** Gives each line to its span; those without one get a row for their service. */
function assignLines(steps: Step[], byId: Map<string, Branch>): Branch[] {
  const withoutSpan = new Map<string, Branch>();
  for (const line of steps.filter(({ kind }) => kind === 'log')) {
    const key = `${line.nearby ? 'nearby lines' : 'lines'} of ${line.node}`;
    const owner = byId.get(line.spanId) ?? withoutSpan.get(key) ?? toLinesRow(line, key);
    if (!owner.row.span) {
      withoutSpan.set(key, owner);
      owner.row.to = Math.max(owner.row.to, line.offset ?? 0);
    }
    owner.row.lines.push(line);
  }
  return [...withoutSpan.values()];
}

function toLinesRow(line: Step, key: string): Branch {
  const { span: _, ...row } = toBranch(line).row;
  return { row: { ...row, key }, children: [] };
}

/** Whether a row has nothing but lines without any ID. */
export function isNearby({ span, lines }: TimelineRow): boolean {
  return !span && lines.every(({ nearby }) => nearby);
}

/** Depth first, with a stack of its own: a trace may be deeper than the engine's. */
function flatten(tops: Branch[], all: Branch[]): TimelineRow[] {
  const rows: TimelineRow[] = [];
  const placed = new Set<Branch>();
  const place = (top: Branch) => {
    const stack = [{ branch: top, parent: -1, depth: 0 }];
    for (let next = stack.pop(); next; next = stack.pop()) {
      const { branch, parent, depth } = next;
      if (!placed.has(branch)) {
        placed.add(branch);
        const index = rows.push(Object.assign(branch.row, { parent, depth })) - 1;
        for (let i = branch.children.length - 1; i >= 0; i--) {
          stack.push({ branch: branch.children[i], parent: index, depth: depth + 1 });
        }
      }
    }
  };
  tops.forEach(place);
  // What is left hangs in cycles, which no root leads to.
  all.forEach(place);
  return withSizes(rows);
}

/** Children come after their parents, so that one pass backwards counts them all. */
function withSizes(rows: TimelineRow[]): TimelineRow[] {
  for (let i = rows.length - 1; i >= 0; i--) {
    const { parent, size } = rows[i];
    if (parent >= 0) {
      rows[parent].size += size + 1;
    }
  }
  return rows;
}

/** The indices of the rows that no collapsed row hides. */
export function visibleRows(rows: TimelineRow[], collapsed: ReadonlySet<string>): number[] {
  const visible: number[] = [];
  for (let i = 0; i < rows.length; i += collapsed.has(rows[i].key) ? rows[i].size + 1 : 1) {
    visible.push(i);
  }
  return visible;
}

/** `collapsed` without the rows that hide one of the wanted; the same set when none does. */
export function revealing(rows: TimelineRow[], collapsed: ReadonlySet<string>, wanted: number): ReadonlySet<string> {
  const opened = new Set(collapsed);
  for (let i = rows[wanted]?.parent ?? -1; i >= 0; i = rows[i].parent) {
    opened.delete(rows[i].key);
  }
  return opened.size === collapsed.size ? collapsed : opened;
}

/** Whether one of the steps is the row's span or one of its lines. */
export function contains(row: TimelineRow, steps: ReadonlySet<string>): boolean {
  return steps.size > 0 && (steps.has(row.key) || row.lines.some(({ key }) => steps.has(key)));
}

/** What a row stands for: its span, or the first of the lines that none holds. */
export function stepOf({ span, lines }: TimelineRow): Step {
  return span ?? lines[0];
}
