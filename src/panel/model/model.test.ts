import { createDataFrame, createTheme, DataFrame, FieldConfig, getDisplayProcessor } from '@grafana/data';
import { failingJourney, frameOf, Row, search } from '../testing/frames';
import { activities } from './activity';
import { durationOf, isOneJourney, originOf, readModel, stepsOf } from './model';
import type { QueryResult } from './types';

function pictureOf(...frames: DataFrame[]): QueryResult {
  const { results } = readModel(frames);
  expect(results).toHaveLength(1);
  return results[0];
}

/** The graph as text: "gateway(ok) ratings(error) | gateway→ratings(error)". */
function graphText({ services, hops }: QueryResult): string {
  const nodes = services.map(({ id, kind, health }) => `${id}(${kind === 'ghost' ? 'ghost ' : ''}${health})`);
  return [nodes.join(' '), hops.map(({ id, health }) => `${id}(${health})`).join(' ')].join(' | ');
}

const hops = (...rows: Row[]) => frameOf('edges', rows);
const nodes = (...rows: Row[]) => frameOf('nodes', rows);
const steps = (...rows: Row[]) => frameOf('steps', rows);
const span = { kind: 'span', body: 'GET /', offset: 0 };

describe('readModel', () => {
  it('reads one journey', () => {
    const result = pictureOf(...failingJourney());
    expect(graphText(result)).toBe(
      'bookinfo/gateway(ok) bookinfo/productpage(ok) bookinfo/ratings(error) bookinfo/audit(ghost ok) | ' +
        'bookinfo/gateway→bookinfo/productpage(ok) bookinfo/productpage→bookinfo/ratings(error)'
    );
    expect(isOneJourney(result)).toBe(true);
    expect(durationOf(result)).toBe(120);
    expect(originOf(result)).toBe('bookinfo/ratings');
    expect(stepsOf(result, 'bookinfo/ratings').map(({ kind, offset }) => `${kind}@${offset}`)).toEqual([
      'span@30',
      'log@45',
      'span@60',
    ]);
    expect(result.findings.map(({ severity }) => severity)).toEqual(['error', 'info']);
  });

  it('knows when each service was busy', () => {
    const busy = activities(pictureOf(...failingJourney()));
    expect(busy.get('bookinfo/ratings')).toEqual({ from: 30, to: 80, total: 120 });
    expect(busy.get('bookinfo/audit')).toEqual({ from: 118, to: 118, total: 120 });
  });

  it('reads many journeys', () => {
    const result = pictureOf(...search());
    expect(isOneJourney(result)).toBe(false);
    expect(result.journeys.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
      'GET /page/0 ok',
      'GET /page/1 error',
      'GET /page/2 ok',
    ]);
  });

  it('makes a picture of each query', () => {
    const { results } = readModel([...search('A'), ...failingJourney('B')]);
    expect(results.map(({ refId, steps }) => [refId, steps.length])).toEqual([
      ['A', 0],
      ['B', 7],
    ]);
  });

  it('derives the graph from steps when no node frame is there', () => {
    const result = pictureOf(failingJourney().find(({ name }) => name === 'steps')!);
    expect(graphText(result)).toBe(
      'bookinfo/gateway(ok) bookinfo/productpage(ok) bookinfo/ratings(error) bookinfo/audit(ghost ok)' +
        ' | bookinfo/gateway→bookinfo/productpage(ok) bookinfo/productpage→bookinfo/ratings(error)'
    );
    expect(durationOf(result)).toBe(120);
  });

  it('finds frames that lost their names, or were merged into one', () => {
    const merged = createDataFrame({
      fields: [
        { name: 'id', values: ['a', 'b', 'a→b'] },
        { name: 'title', values: ['A', 'B', null] },
        { name: 'source', values: [null, null, 'a'] },
        { name: 'target', values: [null, null, 'b'] },
      ],
    });
    expect(graphText(pictureOf(merged))).toBe('a(ok) b(ok) | a→b(ok)');
  });

  it('draws node graphs of other data sources', () => {
    const foreignNodes = createDataFrame({
      refId: 'A',
      fields: [
        { name: 'id', values: ['1', '2'] },
        { name: 'title', values: ['checkout', 'payments'] },
        { name: 'mainStat', values: [12.5, 240], config: { unit: 'ms', displayName: 'Average' } },
        { name: 'arc__success', values: [1, 0.8] },
        { name: 'arc__failed', values: [0, 0.2] },
        { name: 'icon', values: ['', 'database'] },
      ],
    });
    const result = pictureOf(foreignNodes, hops({ id: 'x', source: '1', target: '2' }));
    expect(graphText(result)).toBe('1(ok) 2(error) | x(ok)');
    expect(result.services[1]).toMatchObject({ name: 'payments', errorShare: 0.2, icon: 'database' });
    expect(result.services[1].stats).toEqual([expect.objectContaining({ text: '240 ms', title: 'Average' })]);
  });

  it('names the fields of frames that it cannot draw', () => {
    const frame = createDataFrame({
      fields: [
        { name: 'Time', values: [1] },
        { name: 'cpu', values: [2] },
      ],
    });
    expect(readModel([frame])).toEqual({ results: [], unknown: ['Time', 'cpu'] });
  });

  it.each<[string, DataFrame[], string]>([
    ['no rows', [nodes(), hops()], 'none'],
    ['two nodes of one ID', [nodes({ id: 'a', title: 'first' }, { id: 'a', title: 'second' })], 'a(ok) | '],
    [
      'two hops of one ID',
      [hops({ id: 'x', source: 'a', target: 'b' }, { id: 'x', source: 'b', target: 'c' })],
      'a(ghost ok) b(ghost ok) | x(ok)',
    ],
    [
      'hops to unknown nodes',
      [nodes({ id: 'a', title: 'A' }), hops({ id: 'x', source: 'a', target: 'z' })],
      'a(ok) z(ghost ok) | x(ok)',
    ],
    ['hops without an end', [nodes({ id: 'a', title: 'A' }), hops({ id: 'x', source: 'a', target: '' })], 'a(ok) | '],
    ['hops without an ID', [hops({ id: '', source: 'a', target: 'b' })], 'a(ghost ok) b(ghost ok) | a→b(ok)'],
    ['calls to itself', [hops({ id: 'x', source: 'a', target: 'a' })], 'a(ghost ok) | x(ok)'],
    ['unknown kinds of nodes', [nodes({ id: 'a', detail__kind: 'toaster' })], 'a(ok) | '],
    ['figures that are none', [nodes({ id: 'a', title: 'A', detail__errors: NaN, arc__error: -1 })], 'a(ok) | '],
    ['spans that are their own parents', [steps({ ...span, node: 'a', spanID: '1', parentSpanID: '1' })], 'a(ok) | '],
    ['steps without a service', [steps({ ...span, spanID: '1' }, { ...span, node: 'a', spanID: '2' })], 'a(ok) | '],
    ['steps of unknown kinds', [steps({ ...span, kind: 'metric', node: 'a' }, { ...span, node: 'b' })], 'b(ok) | '],
  ])('bears %s', (_, frames, expected) => {
    const [result] = readModel(frames).results;
    expect(result ? graphText(result) : 'none').toBe(expected);
  });

  it('takes negative and missing durations for unknown', () => {
    const rows = [-5, NaN, null, '7', 'x'].map((duration, i) => ({ ...span, node: 'a', spanID: `${i}`, duration }));
    const result = pictureOf(steps(...rows));
    expect(result.steps.map(({ duration }) => duration)).toEqual([undefined, undefined, undefined, 7, undefined]);
    expect(new Set(result.steps.map(({ key }) => key)).size).toBe(5);
  });

  it.each([
    ['parsed', { a: 1 }, { a: 1 }],
    ['as text', '{"a":1}', { a: 1 }],
    ['broken', '{"a":', {}],
    ['a list', [1], {}],
    ['missing', null, {}],
  ])('reads attributes %s', (_, attributes, expected) => {
    const result = pictureOf(steps({ ...span, node: 'a', attributes }));
    expect(result.steps[0].attributes).toEqual(expected);
  });
});

describe('remarks', () => {
  const sources = { tempo: { error: 'Tempo answered 503.' }, loki: { cut: 'searchLines' } };
  const cut = 'More than 5000 lines match the LogQL query; only the newest were read.';

  it('are the notices alone, each once and the gravest first, since they say what the sources report', () => {
    const notices = [
      { severity: 'info' as const, text: 'The newest 50 of 51 matching requests are shown.' },
      { severity: 'warning' as const, text: cut },
      { severity: 'warning' as const, text: cut },
    ];
    const result = pictureOf(...failingJourney('A', { custom: { verdict: 'partial', sources }, notices }));
    expect(result.verdict).toBe('partial');
    expect(result.remarks.map(({ text }) => text)).toEqual([cut, notices[0].text]);
  });

  it('come from the sources’ reports when something dropped the notices', () => {
    const result = pictureOf(...failingJourney('A', { custom: { sources } }));
    expect(result.remarks).toEqual([
      { severity: 'error', text: expect.stringContaining('Tempo answered 503.') },
      { severity: 'warning', text: expect.stringContaining('Loki') },
    ]);
  });

  it('make a picture of an answer without rows', () => {
    const meta = { custom: { verdict: 'not-found', sources } };
    expect(pictureOf(frameOf('journeys', [], meta)).remarks).toHaveLength(2);
  });
});

describe('what a dashboard’s author sets about fields', () => {
  const withConfig = (config: FieldConfig) => {
    const frames = search();
    const [field] = frames[1].fields.filter(({ name }) => name === 'detail__p95');
    field.config = { displayName: 'p95', unit: 'ms', ...config };
    field.display = getDisplayProcessor({ field, theme: createTheme() });
    return readModel(frames).results[0].services[0].authored.p95;
  };

  it.each<[string, FieldConfig, object]>([
    ['nothing, for what the backend itself sends', {}, {}],
    ['a unit', { unit: 's' }, { text: '1.33 mins' }],
    ['decimals', { decimals: 2 }, { text: '80.00 ms' }],
    ['a name', { displayName: 'Slow' }, { title: 'Slow' }],
    ['a colour', { color: { mode: 'fixed', fixedColor: '#ff0000' } }, { color: '#ff0000' }],
    ['no colour, for the panel’s own', { color: { mode: 'palette-classic' } }, {}],
  ])('is read as %s', (_, config, expected) => {
    expect(withConfig(config)).toEqual({ title: undefined, text: undefined, color: undefined, ...expected });
  });
});
