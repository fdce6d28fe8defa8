import '../testing/browser';
import { LoadingState } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { failingJourney, frameOf, search } from '../testing/frames';
import { defaultOptions } from '../types';
import { JourneyView } from './JourneyView';

const view = { state: LoadingState.Done, options: defaultOptions, width: 1200, height: 800, timeZone: 'utc' };

const row = { traceID: 'a1', duration: 120, body: 'GET /productpage', status: 'error', errors: 2 };

it('says that a failed journey is not complete, in neutral colours', () => {
  const journeys = frameOf('journeys', [{ ...row, verdict: 'partial' }], { custom: { verdict: 'partial' } });
  const frames = [journeys, ...failingJourney().slice(1)];
  render(<JourneyView {...view} frames={frames} />);
  const strip = within(screen.getByRole('region', { name: 'Findings' }));
  expect(strip.getAllByRole('listitem')[0]).toHaveTextContent(/missing/);
  expect(within(strip.getAllByRole('listitem')[0]).queryByLabelText(/warning/i)).toBeNull();
});

it.each([
  [['complete', 'complete'], false],
  [['complete', 'partial'], true],
])('in a list of %s, the details say Complete: %s', async (verdicts, isShown) => {
  const rows = verdicts.map((verdict, at) => ({ ...row, traceID: `a${at}`, body: `GET /page/${at}`, verdict }));
  render(<JourneyView {...view} frames={[frameOf('journeys', rows), ...search().slice(1)]} />);
  await userEvent.click(screen.getByRole('button', { name: /GET \/page\/0/ }));
  expect(within(screen.getByRole('complementary')).queryAllByText('Complete')).toHaveLength(isShown ? 1 : 0);
});
