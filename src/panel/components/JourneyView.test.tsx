import '../testing/browser';
import { DataFrame, DataQueryError, LoadingState } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { failingJourney, frameOf, search } from '../testing/frames';
import { defaultOptions } from '../types';
import { JourneyView, JourneyViewProps } from './JourneyView';

const base: JourneyViewProps = {
  frames: [],
  state: LoadingState.Done,
  options: defaultOptions,
  width: 1200,
  height: 800,
  timeZone: 'utc',
};

function show(frames: DataFrame[], more: Partial<JourneyViewProps> = {}) {
  return render(<JourneyView {...base} frames={frames} {...more} />);
}

/** Services and hops of the graph, as its outline names them. */
const card = (name: RegExp) => screen.getByRole('treeitem', { name });
const drawer = () => screen.getByRole('complementary');

describe('one journey', () => {
  it('says first what happened', () => {
    show(failingJourney());
    expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('GET /productpage failed after 120 ms');
    expect(screen.getByText('4 services · 4 spans · 3 log lines')).toBeVisible();
  });

  it.each([
    ['error', 0, 'GET /productpage failed after 120 ms'],
    ['unset', 3, 'GET /productpage took 120 ms, with errors'],
    ['ok', 0, 'GET /productpage took 120 ms'],
  ])('says of status %s with %s errors: %s', (status, errors, title) => {
    const row = { traceID: 'a1', duration: 120, body: 'GET /productpage', status, errors, verdict: 'complete' };
    show([frameOf('journeys', [row]), ...failingJourney().slice(1)]);
    expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent(title);
  });

  it('draws services and hops that say how they fared', () => {
    show(failingJourney());
    expect(card(/^Service ratings, bookinfo, 40 ms spent, 2 errors, 1 log line, Error origin$/)).toBeVisible();
    expect(card(/^Service without spans audit/)).toBeVisible();
    expect(card(/^Hop from productpage to ratings, 2 calls, 2 errors, p95 20 ms$/)).toBeVisible();
  });

  it('opens the steps of a service by keyboard and closes them by Escape', async () => {
    const user = userEvent.setup();
    show(failingJourney());
    const graph = screen.getByRole('tree', { name: /^Outline of 4 services and 2 hops/ });
    graph.focus();
    const current = () => document.getElementById(graph.getAttribute('aria-activedescendant')!);
    await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
    expect(current()).toHaveAccessibleName(/^Hop from productpage to ratings/);
    await user.keyboard('{ArrowRight}');
    expect(current()).toHaveAccessibleName(/^Service ratings/);
    await user.keyboard('{Enter}');
    const steps = within(within(drawer()).getByRole('region', { name: 'Steps (3)' })).getAllByRole('listitem');
    expect(steps.map((step) => step.textContent)).toEqual([
      '+30 mserrorGET /ratings20 ms',
      '+45 mserrorno database <b>here</b>',
      '+60 mserrorGET /ratings20 ms',
    ]);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('complementary')).not.toBeInTheDocument();
    expect(graph).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(graph).not.toHaveFocus();
  });

  it('shows a step with its attributes', async () => {
    const user = userEvent.setup();
    show(failingJourney());
    await user.click(card(/^Service ratings/));
    const [step] = within(drawer()).getAllByRole('button', { name: /GET \/ratings/ });
    await user.click(step);
    expect(step).toHaveAttribute('aria-expanded', 'true');
    expect(within(drawer()).getByText('http.status_code')).toBeVisible();
    expect(within(drawer()).getByText('503')).toBeVisible();
  });

  it('shows a line as text, whatever markup is in it', async () => {
    show(failingJourney());
    await userEvent.click(card(/^Service ratings/));
    expect(within(drawer()).getByText(/<b>here<\/b>/)).toBeVisible();
  });

  it('shows both ends of a hop, and the way on to its services', async () => {
    const user = userEvent.setup();
    show(failingJourney());
    await user.click(card(/^Hop from productpage to ratings/));
    const row = (name: string) => within(drawer()).getByRole('row', { name: new RegExp(name) }).textContent;
    expect(row('Caller')).toBe('Caller · productpage2220 ms40 ms');
    expect(row('Callee')).toBe('Callee · ratings2220 ms20 ms');
    await user.click(within(drawer()).getByRole('button', { name: 'ratings' }));
    expect(screen.getByRole('complementary', { name: 'Details of ratings' })).toBeVisible();
  });

  it('goes from a finding to its service', async () => {
    show(failingJourney());
    await userEvent.click(screen.getByRole('button', { name: /ratings failed first/ }));
    expect(screen.getByRole('complementary', { name: 'Details of ratings' })).toBeVisible();
  });

  it('keeps the selection when the data is refreshed', async () => {
    const { rerender } = show(failingJourney());
    await userEvent.click(card(/^Service ratings/));
    rerender(<JourneyView {...base} frames={failingJourney()} />);
    expect(drawer()).toHaveAccessibleName('Details of ratings');
  });

  it('leaves out what the options turn off', async () => {
    show(failingJourney(), {
      options: { ...defaultOptions, direction: 'down', showFindings: false, showDetails: false },
    });
    expect(screen.queryByRole('region', { name: 'Findings' })).not.toBeInTheDocument();
    await userEvent.click(card(/^Service ratings/));
    expect(screen.queryByRole('complementary')).not.toBeInTheDocument();
  });
});

describe('many journeys', () => {
  it('shows their graph and their list', () => {
    show(search());
    expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('3 journeys, 1 failed');
    expect(card(/^Service ratings, bookinfo, p95 20 ms, 25% errors$/)).toBeVisible();
    const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1);
    expect(rows.map((row) => within(row).getByRole('button').getAttribute('aria-label'))).toEqual([
      `GET /page/0 gateway, succeeded, journey ${'0'.repeat(32)}`,
      `GET /page/1 gateway, failed, journey ${'1'.repeat(32)}`,
      `GET /page/2 gateway, succeeded, journey ${'2'.repeat(32)}`,
    ]);
  });

  it('reports which one was chosen', async () => {
    const onChooseJourney = jest.fn();
    show(search(), { onChooseJourney });
    await userEvent.click(screen.getByRole('button', { name: /GET \/page\/1/ }));
    expect(onChooseJourney).toHaveBeenCalledWith(expect.objectContaining({ traceId: '1'.repeat(32) }));
  });

  it('links each to where its trace ID leads', () => {
    const frames = search();
    const field = frames[0].fields.find(({ name }) => name === 'traceID')!;
    field.getLinks = ({ valueRowIndex }) => [
      { href: `/d/x?trace=${valueRowIndex}`, title: '', target: '_self', origin: field },
    ];
    show(frames);
    expect(screen.getByRole('link', { name: /GET \/page\/1/ })).toHaveAttribute('href', '/d/x?trace=1');
  });

  it('shows the journey of one query and leads to the list of another', async () => {
    show([...search('A'), ...failingJourney('B')]);
    expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('GET /productpage');
    await userEvent.click(screen.getByRole('radio', { name: 'A' }));
    expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('3 journeys');
  });
});

describe('frames that hold what they should not', () => {
  const step = { kind: 'span', node: 'a', spanID: '1', parentSpanID: '1', offset: -5, duration: NaN, body: '' };
  const nodes = [
    { id: 'a', title: '<img src=x onerror=alert(1)>', detail__kind: 'toaster', detail__p95: NaN, arc__error: 7 },
    { id: 'a', title: 'again' },
    { id: 'constructor', title: '', detail__errors: -1 },
  ];
  const edges = [
    { id: 'x', source: 'a', target: 'a' },
    { id: 'x', source: 'a', target: 'constructor' },
    { id: 'y', source: 'a', target: 'nowhere', thickness: -9, detail__calls: NaN },
    { id: 'z', source: 'nowhere', target: 'a', detail__calls: 3, mainstat: 'slow' },
  ];

  it.each([
    ['one journey', [frameOf('steps', [step, { ...step, offset: null, time: 'noon', attributes: '{' }])]],
    ['many', []],
  ])('are drawn all the same: %s', async (_, steps) => {
    show([frameOf('nodes', nodes), frameOf('edges', edges), ...steps]);
    await userEvent.click(card(/^Service <img src=x onerror=alert\(1\)>/));
    expect(drawer()).toHaveAccessibleName('Details of <img src=x onerror=alert(1)>');
    expect(document.querySelector('img')).toBeNull();
    expect(screen.getAllByRole('treeitem', { name: /^(Service|Hop)/ })).toHaveLength(6);
  });
});

/** The answer to a trace ID that neither server knows. */
function unknownRequest(withFindings: boolean): DataFrame[] {
  const text = 'Neither Tempo nor Loki knows the trace a1.';
  const finding = {
    severity: 'warning',
    code: 'trace-not-found',
    traceID: 'a1',
    message: text,
    advice: 'Check the ID.',
  };
  const row = { traceID: 'a1', duration: 0, service: '', body: '', status: 'unset', verdict: 'not-found', spans: 0 };
  const meta = {
    custom: { verdict: 'not-found', notices: ['trace-not-found'] },
    notices: [{ severity: 'warning' as const, text: `${text} Check the ID.` }],
  };
  return [
    frameOf('journeys', [row], meta),
    ...(withFindings ? [frameOf('steps', []), frameOf('findings', [finding])] : []),
  ];
}

describe('states', () => {
  const foreign = [frameOf('', [{ Time: 1, cpu: 2 }])];
  const failed: DataQueryError[] = [{ refId: 'A', message: 'Loki does not answer: check its URL.' }];

  it.each<[string, DataFrame[], Partial<JourneyViewProps>, RegExp]>([
    ['nothing asked', [], {}, /No data yet/],
    ['nothing found', [frameOf('journeys', []), frameOf('nodes', [])], {}, /No journeys in this time range.*Widen/],
    ['an unknown trace ID', unknownRequest(true), {}, /^Neither Tempo nor Loki knows the trace a1\.Check the ID\.$/],
    [
      'an unknown trace ID without findings',
      unknownRequest(false),
      {},
      /^Neither Tempo nor Loki knows the trace a1\. Check the ID\.$/,
    ],
    ['frames of others', foreign, {}, /cannot draw these fields.*nodes, edges, steps.*Time, cpu/],
    ['the first answer on its way', [], { state: LoadingState.Loading }, /Loading journeys/],
  ])('says in a sentence: %s', (_, frames, more, sentence) => {
    show(frames, more);
    const said = screen.getAllByRole('status').map((status) => status.textContent);
    expect(said).toContainEqual(expect.stringMatching(sentence));
  });

  it.each([true, false])('shows of an unknown trace ID its sentence alone, with findings: %s', (withFindings) => {
    show(unknownRequest(withFindings));
    expect(screen.getAllByText(/knows the trace a1/)).toHaveLength(1);
    expect(screen.queryByRole('table')).toBeNull();
    expect(screen.queryByRole('heading')).toBeNull();
  });

  it('does not say that a request without spans succeeded', () => {
    const row = { duration: 9, service: 'shop', status: 'unset', verdict: 'logs-only', spans: 0, logs: 2, errors: 0 };
    const lost = { ...row, traceID: 'b1', duration: 0, verdict: 'not-found', body: '', service: '' };
    show([frameOf('journeys', [{ ...row, traceID: 'a1', body: 'cache miss' }, lost])]);
    expect(screen.getByRole('button', { name: 'cache miss shop, outcome unknown, journey a1' })).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'Request without a root span, outcome unknown, journey b1' })
    ).toBeVisible();
    expect(screen.queryByText('0 ms')).toBeNull();
    expect(screen.queryByTitle('Succeeded')).toBeNull();
  });

  it('says what failed', () => {
    show([], { errors: failed, state: LoadingState.Error });
    expect(screen.getByRole('alert')).toHaveTextContent('Loki does not answer: check its URL.');
  });

  it('shows what other queries answered beside the failure of one', () => {
    show(failingJourney('B'), { errors: failed, state: LoadingState.Error });
    expect(screen.getByText('A: Loki does not answer: check its URL.')).toBeVisible();
    expect(card(/^Service ratings/)).toBeVisible();
  });

  it('keeps the old picture while the next one loads', () => {
    const { rerender } = show(failingJourney());
    rerender(<JourneyView {...base} frames={[]} state={LoadingState.Loading} />);
    expect(screen.getByRole('status', { name: 'Loading journeys…' })).toBeInTheDocument();
    expect(card(/^Service ratings/)).toBeVisible();
  });

  it('warns of what is missing from a partial answer', () => {
    const sources = { tempo: { error: 'Tempo answered 503.' } };
    show(failingJourney('A', { custom: { verdict: 'partial', sources } }));
    expect(screen.getByRole('list', { name: 'Notices' })).toHaveTextContent('Tempo answered 503.');
    expect(screen.getByText('Partial')).toBeVisible();
    expect(screen.getByRole('region', { name: 'Findings' })).toHaveTextContent('Some spans or log lines of this request are missing');
  });
});

describe('little room', () => {
  const texts = ['Only the newest 5000 lines were read.', 'The newest 50 requests are shown.'];
  const notices = texts.map((text) => ({ severity: 'warning' as const, text }));
  const list = () => within(screen.getByRole('list', { name: 'Notices' }));

  it.each([
    ['wide', 1200],
    ['narrow', 400],
  ])('is left to the graph by telling one remark at first, %s', async (_, width) => {
    show(failingJourney('A', { notices }), { width, height: 380 });
    expect(list().getAllByRole('listitem')).toHaveLength(1);
    await userEvent.click(list().getByRole('button', { name: '1 more' }));
    expect(list().getAllByRole('listitem')).toHaveLength(2);
  });

  it('is not wasted by the same finding of several requests', () => {
    const finding = { severity: 'error', code: 'error-origin', message: 'ratings failed.', advice: 'Look there.' };
    const findings = ['a1', 'b2', 'c3'].map((traceID) => ({ ...finding, traceID }));
    show([...search(), frameOf('findings', findings)]);
    const told = within(screen.getByRole('region', { name: 'Findings' })).getAllByRole('listitem');
    expect(told.map(({ textContent }) => textContent)).toEqual(['3 × ratings failed. Look there.']);
  });
});
