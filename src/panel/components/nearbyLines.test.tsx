import '../testing/browser';
import { DataFrame, LoadingState } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { failingJourney, frameOf } from '../testing/frames';
import { setElementSizes } from '../testing/elementSizes';
import { defaultOptions } from '../types';
import { JourneyView, JourneyViewProps } from './JourneyView';

const base = { state: LoadingState.Done, options: defaultOptions, width: 1200, height: 900, timeZone: 'utc' };

function show(frames: DataFrame[], more: Partial<JourneyViewProps> = {}) {
  return render(<JourneyView {...base} frames={frames} {...more} />);
}

const drawer = () => screen.getByRole('complementary');

// Roles and names of this many elements take jsdom long on a busy machine.
jest.setTimeout(30_000);

beforeEach(() => setElementSizes(1200, 400, 28));
afterEach(() => jest.restoreAllMocks());

describe('lines without any ID', () => {
  const near = (more: object) => ({
    kind: 'log',
    node: 'bookinfo/ratings',
    joinedBy: 'nearby',
    level: 'error',
    ...more,
  });
  const extra = [
    near({ body: 'pool is empty', placement: 'possible', underWay: 4, offset: 31 }),
    near({ body: 'GET /ratings', placement: 'time', offset: 32 }),
  ];
  const withExtra = () => {
    const [steps] = failingJourney().filter(({ name }) => name === 'steps');
    const rows = Array.from({ length: steps.length }, (_, i) =>
      Object.fromEntries(steps.fields.map(({ name, values }) => [name, values[i]]))
    );
    return failingJourney().map((frame) => (frame.name === 'steps' ? frameOf('steps', [...rows, ...extra]) : frame));
  };
  const nearby = (isOn: boolean, toggle = jest.fn()) => ({ nearby: { isOn, isAsking: false, toggle } });

  it('are hidden until they are switched on, and are never counted', async () => {
    const user = userEvent.setup();
    const toggle = jest.fn();
    const { rerender } = show(withExtra(), nearby(false, toggle));
    await user.click(screen.getAllByRole('radio', { name: 'Steps' })[0]);
    expect(screen.queryByText('pool is empty')).not.toBeInTheDocument();
    await user.click(screen.getByRole('switch', { name: 'Nearby lines' }));
    expect(toggle).toHaveBeenCalledTimes(1);

    rerender(<JourneyView {...base} frames={withExtra()} {...nearby(true, toggle)} />);
    const row = screen.getByRole('treeitem', { name: /pool is empty/ });
    expect(row).toHaveTextContent('possible, 4 requests under way');
    expect(screen.getByText('4 services · 4 spans · 3 log lines')).toBeVisible();
    await user.click(within(row).getByText('pool is empty'));
    const facts = drawer().textContent;
    expect(facts).toContain('Possible: another request, or none, may have written it');
    expect(facts).toContain('Requests under way4');
  });

  it('have no switch if there are none to be had', async () => {
    show(failingJourney());
    await userEvent.click(screen.getAllByRole('radio', { name: 'Steps' })[0]);
    expect(screen.queryByRole('switch', { name: 'Nearby lines' })).not.toBeInTheDocument();
  });
});
