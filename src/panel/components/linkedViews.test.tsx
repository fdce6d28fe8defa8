import '../testing/browser';
import { DataFrame, FieldType, LoadingState } from '@grafana/data';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { failingJourney, frameOf, Row, search } from '../testing/frames';
import { setElementSizes } from '../testing/elementSizes';
import { defaultOptions } from '../types';
import { JourneyView, JourneyViewProps } from './JourneyView';

const base = { state: LoadingState.Done, options: defaultOptions, width: 1200, height: 900, timeZone: 'utc' };

function show(frames: DataFrame[], more: Partial<JourneyViewProps> = {}) {
  return render(<JourneyView {...base} frames={frames} {...more} />);
}

const timeline = () => screen.getByRole('tree', { name: /^Timeline/ });
const steps = () => screen.getByRole('tree', { name: /^Steps/ });
const rows = (tree: HTMLElement) => within(tree).getAllByRole('treeitem');
/** A row without what is for the eye alone. */
const heard = (row: HTMLElement) =>
  [...row.children].map((part) => (part.getAttribute('aria-hidden') ? '' : part.textContent)).join('');
const chosen = (tree: HTMLElement) =>
  rows(tree)
    .filter((row) => row.getAttribute('aria-selected') === 'true')
    .map(heard);
const drawer = () => screen.getByRole('complementary');
const view = (name: string) => screen.getAllByRole('radio', { name })[0];

// Roles and names of this many elements take jsdom long on a busy machine.
jest.setTimeout(30_000);

beforeEach(() => setElementSizes(1200, 400, 28));
afterEach(() => jest.restoreAllMocks());

describe('the timeline', () => {
  it('tells each span in a sentence, at its depth', () => {
    show(failingJourney());
    expect(rows(timeline()).map((row) => [row.getAttribute('aria-level'), heard(row)])).toEqual([
      ['1', 'gateway, GET /gateway, at +0 ms for 120 ms'],
      ['2', 'productpage, GET /productpage, at +5 ms for 110 ms, 1 log line'],
      ['3', 'ratings, GET /ratings, at +30 ms for 20 ms, failed, 1 log line'],
      ['3', 'ratings, GET /ratings, at +60 ms for 20 ms, failed'],
      ['1', 'audit, no spans, 1 log line'],
    ]);
  });

  it('is walked, folded and chosen from by keys, as one tab stop', async () => {
    const user = userEvent.setup();
    show(failingJourney());
    timeline().focus();
    await user.keyboard('{ArrowDown}{ArrowLeft}');
    expect(rows(timeline()).map((row) => row.getAttribute('aria-expanded'))).toEqual(['true', 'false', null]);
    await user.keyboard('{ArrowRight}{ArrowRight}{ArrowDown}{Enter}');
    expect(chosen(timeline())).toEqual(['ratings, GET /ratings, at +60 ms for 20 ms, failed']);
    expect(timeline()).toHaveAttribute('aria-activedescendant', rows(timeline())[3].id);
    await user.keyboard('{Escape}{ArrowLeft}{ArrowLeft}{ArrowLeft}');
    expect(timeline()).toHaveAttribute('aria-activedescendant', rows(timeline())[0].id);
  });

  it('draws the rows in sight alone, however many there are', () => {
    const spans = Array.from({ length: 5000 }, (_, i): Row => ({
      kind: 'span',
      spanID: `${i}`,
      parentSpanID: i ? '0' : '',
      node: 'a',
      body: 'x',
      offset: i,
      duration: 1,
    }));
    show([frameOf('steps', spans)]);
    expect(rows(steps()).length).toBeLessThan(60);
  });
});

describe('one selection in all views', () => {
  it('goes from a service to its spans and lines', async () => {
    show(failingJourney());
    await userEvent.click(screen.getByRole('treeitem', { name: /^Service ratings/ }));
    expect(chosen(timeline())).toHaveLength(2);
    await userEvent.click(view('Steps'));
    expect(chosen(steps())).toHaveLength(3);
  });

  it('goes from a span to its service and details', async () => {
    show(failingJourney());
    await userEvent.click(rows(timeline())[1]);
    expect(drawer()).toHaveAccessibleName('Details of GET /productpage');
    expect(screen.getByRole('treeitem', { name: /^Service productpage/ })).toHaveAttribute('aria-selected', 'true');
  });

  it('goes from a line to its span', async () => {
    show(failingJourney(), { height: 500 });
    await userEvent.click(view('Steps'));
    await userEvent.click(within(steps()).getByText(/no database/));
    expect(drawer()).toHaveAccessibleName('Details of Log line of ratings');
    await userEvent.click(view('Timeline'));
    expect(chosen(timeline())).toEqual([expect.stringContaining('+30 ms')]);
  });

  it('goes from a span to the lines that it wrote', async () => {
    show(failingJourney());
    await userEvent.click(rows(timeline())[2]);
    await userEvent.click(within(drawer()).getByRole('button', { name: /no database/ }));
    expect(drawer()).toHaveAccessibleName('Details of Log line of ratings');
  });

  it('goes from a finding to all that it is about, and marks it', async () => {
    show(failingJourney());
    const finding = screen.getByRole('button', { name: /ratings failed first/ });
    await userEvent.click(finding);
    expect(finding).toHaveAttribute('aria-pressed', 'true');
    expect(chosen(timeline())).toHaveLength(2);
  });

  it('opens what hides the selected span', async () => {
    show(failingJourney());
    await userEvent.click(screen.getByRole('button', { name: 'Collapse all' }));
    expect(rows(timeline())).toHaveLength(2);
    await userEvent.click(screen.getByRole('button', { name: /ratings failed first/ }));
    expect(chosen(timeline())).toHaveLength(2);
  });
});

describe('the steps', () => {
  it('are narrowed by text, and say how many pass', async () => {
    show(failingJourney(), { height: 500 });
    await userEvent.click(view('Steps'));
    const search = screen.getByPlaceholderText(/Search/);
    fireEvent.change(search, { target: { value: 'no database' } });
    await waitFor(() => expect(rows(steps())).toHaveLength(1));
    expect(screen.getByText('1 of 7 steps')).toBeVisible();
    fireEvent.change(search, { target: { value: 'no database, nowhere' } });
    expect(await screen.findByText('No step matches these filters.')).toBeVisible();
  });

  it('open to their attributes by the right arrow', async () => {
    show(failingJourney(), { height: 500 });
    await userEvent.click(view('Steps'));
    steps().focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(within(steps()).getByText('http.status_code')).toBeVisible();
  });
});

describe('the views', () => {
  it.each([
    [300, []],
    [500, ['Graph', 'Timeline', 'Steps']],
    [900, ['Overview', 'Graph', 'Timeline', 'Steps']],
  ])('that a panel %s pixels high has room for', (height, names) => {
    show(failingJourney(), { height });
    const group = screen.queryByRole('radiogroup', { name: 'View' });
    const found = group
      ? within(group)
          .getAllByRole('radio')
          .map((radio) => radio.getAttribute('aria-label'))
      : [];
    expect(found).toEqual(names);
  });
});

/** Frames whose steps say when they were, not only how long after the start. */
function withTimes(frames: DataFrame[]): DataFrame[] {
  return frames.map((frame) => {
    const offsets = frame.fields.find(({ name }) => name === 'offset')?.values ?? [];
    const time = {
      name: 'time',
      type: FieldType.time,
      config: {},
      values: offsets.map((offset) => 1_000_000_000 + offset),
    };
    return frame.name === 'steps' ? { ...frame, fields: [...frame.fields, time] } : frame;
  });
}

describe('ways on', () => {
  it('lead to the trace in Tempo and its lines in Loki', async () => {
    show(withTimes(failingJourney()), { sources: { A: { loki: 'loki1', tempo: 'tempo1' } } });
    await userEvent.click(rows(timeline())[1]);
    const pane = (name: string) => {
      const { href } = screen.getByRole<HTMLAnchorElement>('link', { name });
      return JSON.parse(new URL(href).searchParams.get('panes')!).a;
    };
    expect(pane('Trace in Tempo')).toMatchObject({
      datasource: 'tempo1',
      range: { from: '999995000', to: '1000005120' },
    });
    expect(pane('Lines in Loki').queries[0].expr).toMatch(/^\{.+\} \|= "80f198ee56343ba864fe8b2a57d3eff7"$/);
  });

  it('show a journey of the list', async () => {
    show(search());
    await userEvent.click(screen.getByRole('button', { name: /GET \/page\/1/ }));
    expect(drawer()).toHaveAccessibleName('Details of GET /page/1');
    expect(within(drawer()).getByRole('button', { name: 'Copy LogQL' })).toBeVisible();
  });
});
