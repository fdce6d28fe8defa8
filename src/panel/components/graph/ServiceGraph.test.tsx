import '../../testing/browser';
import { DataFrame, LoadingState } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { failingJourney, frameOf, Row } from '../../testing/frames';
import { defaultOptions, PanelOptions } from '../../types';
import { JourneyView } from '../JourneyView';

function show(frames: DataFrame[], changed: Partial<PanelOptions> = {}) {
  const options = { ...defaultOptions, ...changed };
  const rest = { state: LoadingState.Done, width: 1200, height: 800, timeZone: 'utc' };
  return render(<JourneyView frames={frames} options={options} {...rest} />);
}

const items = () => screen.getAllByRole('treeitem', { name: /^(Service|Namespace|Hop)/ });
const item = (name: RegExp) => screen.getByRole('treeitem', { name });
const tool = (name: string) => screen.getByRole('button', { name });

/** Services of three namespaces in a chain. */
function many(count: number): DataFrame[] {
  const id = (i: number) => `n${i % 3}/s${i}`;
  const nodes = Array.from({ length: count }, (_, i): Row => ({
    ...{ id: id(i), title: `s${i}`, detail__namespace: `n${i % 3}` },
    ...{ detail__kind: 'service', detail__requests: 1, detail__p95: i },
  }));
  const edges = nodes.slice(1).map((_, i) => ({ id: `e${i}`, source: id(i), target: id(i + 1), detail__calls: 1 }));
  return [frameOf('nodes', nodes), frameOf('edges', edges)];
}

describe('namespaces', () => {
  it('stand for their services in a big graph, and open on a click', async () => {
    show(many(75));
    expect(screen.getAllByRole('treeitem', { name: /^Namespace/ })).toHaveLength(3);
    await userEvent.click(item(/^Namespace n1, 25 services.*collapsed$/));
    expect(await screen.findByRole('treeitem', { name: /^Service s1,/ })).toBeInTheDocument();
    expect(screen.queryByRole('treeitem', { name: /^Namespace n1/ })).not.toBeInTheDocument();
  });

  it('open for a service that is searched for', async () => {
    show(many(75));
    await userEvent.type(screen.getByRole('textbox', { name: 'Find a service in the graph' }), 's50{Enter}');
    expect(screen.getByText('1 of 1')).toBeVisible();
    expect(await screen.findByRole('treeitem', { name: /^Service s50,/ })).toBeInTheDocument();
  });

  it('can be collapsed and expanded together', async () => {
    show(many(12));
    expect(items()).toHaveLength(23);
    await userEvent.click(tool('Collapse namespaces'));
    expect(items()).toHaveLength(6);
    await userEvent.click(tool('Expand namespaces'));
    expect(items()).toHaveLength(23);
  });
});

describe('what is marked', () => {
  it('is the way of the error, when asked for', async () => {
    show(failingJourney());
    const dimmed = () => [...document.querySelectorAll('.journey-card.journey-dim')].map((node) => node.textContent);
    await userEvent.click(tool('Highlight the error path'));
    expect(dimmed()).toEqual([expect.stringContaining('audit')]);
    await userEvent.unhover(tool('Stop highlighting the error path'));
    await userEvent.click(tool('Stop highlighting the error path'));
    await userEvent.unhover(tool('Highlight the error path'));
    expect(dimmed()).toEqual([]);
  });
});

describe('sidecars', () => {
  const withProxies = failingJourney().map((frame) => {
    const names = ['detail__client_proxy_p50', 'detail__server_proxy_p50'];
    const times = names.map((name, i) => ({ ...frame.fields[0], name, values: [i + 3, i + 3] }));
    return frame.name === 'edges' ? { ...frame, fields: [...frame.fields, ...times] } : frame;
  });

  const proxies = () =>
    screen.queryAllByRole('treeitem', { name: /^Proxy of/ }).map((proxy) => proxy.getAttribute('aria-label'));

  it('are folded until asked for', async () => {
    show(withProxies);
    expect(proxies()).toEqual([]);
    await userEvent.click(tool('Unfold sidecars'));
    expect(proxies()).toEqual([
      'Proxy of productpage, sidecar, inbound, 4 ms spent',
      'Proxy of productpage, sidecar, outbound, 3 ms spent, 2 errors',
      'Proxy of ratings, sidecar, inbound, 4 ms spent, 2 errors',
    ]);
    expect(item(/^Hop from productpage to productpage’s proxy, 2 calls/)).toBeInTheDocument();
  });

  it('are unfolded by the options', () => {
    show(withProxies, { foldProxies: false });
    expect(proxies()).toHaveLength(3);
  });
});

describe('colours', () => {
  const tones = () => screen.getAllByTitle('ratings').map((card) => card.querySelectorAll('svg').length);

  it('follow the latency when the options say so', () => {
    const thresholds = { ...defaultOptions.thresholds, latencyWarning: 1000, latencyCritical: 2000 };
    const { unmount } = show(failingJourney(), { colorBy: 'latency', thresholds });
    const calm = tones();
    unmount();
    show(failingJourney(), { colorBy: 'latency', thresholds: { ...thresholds, latencyWarning: 10 } });
    expect(tones()[0]).toBe(calm[0] + 1);
  });
});

describe('two journeys', () => {
  const slower = failingJourney('B').map((frame) =>
    frame.name !== 'nodes'
      ? frame
      : {
          ...frame,
          fields: frame.fields.map((field) =>
            field.name === 'detail__total' ? { ...field, values: [20, 110, 40, 0] } : field
          ),
        }
  );

  it('show what differs when they are compared', async () => {
    show([...failingJourney('A'), ...slower]);
    await userEvent.click(tool('Compare with B'));
    expect(item(/^Gateway gateway.*100 ms slower$/)).toBeInTheDocument();
    const legend = screen.getByRole('list', { name: 'Differences' });
    expect(within(legend).getByText(/1 slower/)).toBeVisible();
    await userEvent.click(tool('Stop comparing'));
    expect(screen.queryByRole('list', { name: 'Differences' })).not.toBeInTheDocument();
  });

  it('are not offered for journeys and a search', () => {
    show(failingJourney('A'));
    expect(screen.queryByRole('button', { name: /^Compare/ })).not.toBeInTheDocument();
  });
});
