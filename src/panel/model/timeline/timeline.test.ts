import type { Step } from '../types';
import { criticalStretches } from './critical';
import { marksOf } from './marks';
import { revealing, TimelineRow, timelineRows, visibleRows } from './rows';
import { percentOf, placeOf, ticksOf, fullRangeOf } from './scale';

function step(more: Partial<Step>): Step {
  const texts = { traceId: '', spanId: '', parentSpanId: '', body: '', level: '', placement: '', joinedBy: '' };
  const key = `${more.kind ?? 'span'} ${more.spanId} ${more.offset}`;
  return {
    key,
    kind: 'span',
    node: 'a',
    service: 'a',
    health: 'ok',
    nearby: false,
    attributes: {},
    links: () => [],
    ...texts,
    ...more,
  };
}

function span(spanId: string, parentSpanId: string, offset: number, duration: number, critical?: number): Step {
  return step({ spanId, parentSpanId, offset, duration, critical, body: spanId });
}

function line(spanId: string, offset: number, more: Partial<Step> = {}): Step {
  return step({ kind: 'log', spanId, offset, ...more });
}

/** "  b" is the span b below a root; "[x]" are the lines of a service x that no span holds. */
function result(rows: TimelineRow[]): string[] {
  return rows.map(({ span, node, depth }) => '  '.repeat(depth) + (span?.spanId ?? `[${node}]`));
}

describe('the rows', () => {
  it.each<[string, Step[], string[]]>([
    ['nothing', [], []],
    [
      'children below their parents',
      [span('a', '', 0, 9), span('b', 'a', 1, 2), span('c', 'b', 1, 1), span('d', 'a', 4, 1)],
      ['a', '  b', '    c', '  d'],
    ],
    ['a child that a skewed clock shows first', [span('b', 'a', -1, 2), span('a', '', 0, 9)], ['a', '  b']],
    ['spans of unknown parents as roots, in time order', [span('a', '', 0, 9), span('b', 'gone', 3, 2)], ['a', 'b']],
    ['a span that is its own parent', [span('a', 'a', 0, 9)], ['a']],
    ['each span of a cycle once', [span('a', 'b', 0, 9), span('b', 'a', 1, 2), span('c', '', 5, 1)], ['c', 'a', '  b']],
    ['spans without IDs', [span('', '', 0, 9), span('', '', 1, 2)], ['', '']],
    ['spans that share an ID', [span('a', '', 0, 9), span('a', '', 1, 2), span('b', 'a', 2, 1)], ['a', '  b', 'a']],
    [
      'a service without spans between roots',
      [span('a', '', 0, 9), line('', 4, { node: 'x' }), span('b', '', 5, 1), line('', 6, { node: 'x' })],
      ['a', '[x]', 'b'],
    ],
    ['a line that names an unknown span', [line('gone', 1, { node: 'x' })], ['[x]']],
  ])('hold %s', (_, steps, expected) => {
    expect(result(timelineRows(steps))).toEqual(expected);
  });

  it('hold the lines that a span wrote', () => {
    const [a, b] = timelineRows([span('a', '', 0, 9), span('b', 'a', 1, 2), line('b', 2), line('a', 8)]);
    expect(a.lines.map(({ offset }) => offset)).toEqual([8]);
    expect(b.lines.map(({ offset }) => offset)).toEqual([2]);
  });

  it('end where the last line of a service without spans was written', () => {
    const [ghost] = timelineRows([line('', 4), line('', 7)]);
    expect([ghost.from, ghost.to]).toEqual([4, 7]);
  });

  it('are made of a chain as deep as 50,000 spans', () => {
    const chain = Array.from({ length: 50_000 }, (_, i) => span(`${i}`, `${i - 1}`, i, 1));
    const rows = timelineRows(chain);
    expect([rows[0].size, rows[49_999].depth]).toEqual([49_999, 49_999]);
  });
});

describe('collapsing', () => {
  const rows = timelineRows([span('a', '', 0, 9), span('b', 'a', 1, 2), span('c', 'b', 1, 1), span('d', 'a', 4, 1)]);
  const key = (spanId: string) => rows.find(({ span }) => span?.spanId === spanId)!.key;
  const shown = (...collapsed: string[]) =>
    visibleRows(rows, new Set(collapsed.map(key))).map((index) => rows[index].span?.spanId);

  it('hides all descendants of a row', () => {
    expect(shown()).toEqual(['a', 'b', 'c', 'd']);
    expect(shown('b')).toEqual(['a', 'b', 'd']);
    expect(shown('a', 'b')).toEqual(['a']);
  });

  it('is undone for the rows above one that must be seen', () => {
    const collapsed = new Set([key('a'), key('b')]);
    expect(revealing(rows, collapsed, 2)).toEqual(new Set());
    expect(revealing(rows, collapsed, 3)).toEqual(new Set([key('b')]));
    expect(revealing(rows, collapsed, 0)).toBe(collapsed);
  });
});

describe('the scale', () => {
  it('reaches from the first moment to the last', () => {
    expect(fullRangeOf(timelineRows([span('a', '', 0, 9), line('a', 12), span('b', 'a', -2, 1)]))).toEqual({
      from: -2,
      to: 12,
    });
  });

  it('is never empty', () => {
    expect(fullRangeOf([])).toEqual({ from: 0, to: 1 });
    expect(fullRangeOf(timelineRows([span('a', '', 0, 0)]))).toEqual({ from: 0, to: 1 });
  });

  it('places stretches in percent and cuts what is outside', () => {
    const range = { from: 100, to: 300 };
    expect(placeOf({ from: 150, to: 200 }, range)).toEqual({ left: 25, width: 25 });
    expect(placeOf({ from: 0, to: 200 }, range)).toEqual({ left: 0, width: 50 });
    expect(placeOf({ from: 400, to: 500 }, range)).toEqual({ left: 100, width: 0 });
    expect(percentOf(300, range)).toBe(100);
  });

  it.each([
    [0, 541, 5, [0, 200, 400]],
    [0, 541, 6, [0, 100, 200, 300, 400, 500]],
    [-3, 0.9, 4, [-3, -2, -1, 0]],
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [1000, 60_000, 3, [20_000, 40_000, 60_000]],
  ])('from %s to %s ms has at most %s round ticks', (from, to, most, expected) => {
    const ticks = ticksOf({ from, to }, most);
    expect(ticks.map((tick) => Number(tick.toFixed(6)) + 0)).toEqual(expected);
  });
});

describe('marks', () => {
  const range = { from: 0, to: 1000 };

  it('stand for lines that lie together, by the gravest', () => {
    const lines = [
      line('a', 500),
      line('a', 500.5, { health: 'error' }),
      line('a', 501, { health: 'warning' }),
      line('a', 900),
    ];
    expect(marksOf(lines, range).map(({ at, health, count }) => [at, health, count])).toEqual([
      [50.05, 'error', 3],
      [90, 'ok', 1],
    ]);
  });

  it('stay few, however many lines a span wrote', () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => line('a', i / 20));
    expect(marksOf(lines, range).length).toBeLessThanOrEqual(161);
  });
});

describe('the critical path', () => {
  const stretches = (steps: Step[]) => {
    const rows = timelineRows(steps);
    return [...criticalStretches(rows)].map(([i, { own }]) => [
      rows[i].span?.spanId,
      own.map(({ from, to }) => [from, to]).sort((a, b) => a[0] - b[0]),
    ]);
  };

  it('goes back from the end, always into the child that finished last', () => {
    const steps = [
      span('a', '', 0, 100, 50),
      span('b', 'a', 10, 30, 20),
      span('c', 'a', 30, 40, 40),
      span('d', 'a', 35, 5, 0),
    ];
    // c began before b ended: b ran in its shadow, and is on no path.
    expect(stretches(steps)).toEqual([
      [
        'a',
        [
          [0, 30],
          [70, 100],
        ],
      ],
      ['c', [[30, 70]]],
    ]);
  });

  it('leaves out children whom nobody waited for, as the answer says', () => {
    expect(stretches([span('a', '', 0, 10, 10), span('b', 'a', 2, 5, 0)])).toEqual([['a', [[0, 10]]]]);
  });

  it('passes through a child that does nothing itself', () => {
    const steps = [span('a', '', 0, 10, 4), span('proxy', 'a', 2, 6, 0), span('c', 'proxy', 2, 6, 6)];
    expect(stretches(steps)).toEqual([
      [
        'a',
        [
          [0, 2],
          [8, 10],
        ],
      ],
      ['proxy', []],
      ['c', [[2, 8]]],
    ]);
  });

  it('is not drawn where the answer knows none', () => {
    expect(stretches([span('a', '', 0, 10)])).toEqual([]);
  });
});

describe('lines without any ID', () => {
  const nearby = { nearby: true, node: 'b' };
  const steps = [span('1', '', 0, 100), line('1', 40), line('1', 41, { nearby: true }), line('', 900, nearby)];

  it('have a row of their own if they are on no span, and do not widen the time', () => {
    const rows = timelineRows(steps);
    expect(rows.map(({ key }) => key)).toEqual(['span 1 0', 'nearby lines of b']);
    expect(fullRangeOf(rows)).toEqual({ from: 0, to: 100 });
  });

  it('hide no other line behind their mark', () => {
    const near = [line('1', 40, { nearby: true }), line('1', 40, { key: 'own' }), line('1', 80, { nearby: true })];
    const marks = marksOf(near, { from: 0, to: 100 });
    expect(marks.map(({ line, count, nearby }) => [line.key, count, nearby])).toEqual([
      ['own', 2, false],
      ['log 1 80', 1, true],
    ]);
  });
});
