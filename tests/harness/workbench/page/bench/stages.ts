import type { DataFrame } from '@grafana/data';

import { layout, layoutInSteps } from '../../../../../src/panel/layout/layout';
import { inSlices } from '../../../../../src/panel/layout/slices';
import type { SizedGraph } from '../../../../../src/panel/layout/types';
import { graphFrames, graphOf, journeyFrames, nameOf } from './data';
import { bitmap, boxes, type Shift } from './floor';
import { eachFrame, median, nextFrame, painted, watch } from './measure';

export interface Figure {
  what: string;
  value: number;
  unit: 'ms' | 'frames/s';
  /** What the figure must not be above or, of frames, below. */
  bound?: number;
}

export interface Bench {
  /** Hands the panel its frames and options, as a dashboard does. */
  show: (frames: DataFrame[], options: object) => void;
  report: (...figures: Figure[]) => void;
}

const WHILE = 4000;

export async function measure(bench: Bench) {
  await painted('div[aria-busy=false]'); // the panel, whose loading is not to be measured
  await layouts(bench);
  await floor(bench);
  await graph(bench);
  await timeline(bench);
}

async function layouts({ report }: Bench) {
  const small = sized(200, 400);
  const large = sized(1000, 2000);
  const once = (graph: SizedGraph) => {
    const start = performance.now();
    layout(graph);
    return performance.now() - start;
  };
  report({ what: 'Layout of 200 services, 400 hops: first', value: once(small), unit: 'ms', bound: 150 });
  report({
    what: 'the same: median of 9',
    value: median(Array.from({ length: 9 }, () => once(small))),
    unit: 'ms',
    bound: 150,
  });
  const seen = await watch(() => inSlices(layoutInSteps(large), new AbortController().signal));
  report(
    { what: 'Layout of 1,000 services, 2,000 hops, in the background', value: seen.ms, unit: 'ms', bound: 1500 },
    { what: 'longest time without a frame meanwhile', value: seen.longest, unit: 'ms', bound: 100 }
  );
}

async function graph({ show, report }: Bench) {
  const frames = graphFrames(1000, 2000);
  const opened = await watch(async () => {
    show(frames, {});
    await painted('.journey-card');
  });
  report({ what: 'Panel of 1,000 services, 2,000 hops: from data to picture', value: opened.ms, unit: 'ms' });
  const pane = await painted('.journey-pane');
  await moving(report, 'Panning it, cards legible', () => pan(pane));
  await moving(report, 'Zooming it out and in', () => zoom(pane));
  document.querySelector<HTMLElement>('[role=group] button[aria-label^="Fit the graph"]')?.click();
  await nextFrame();
  await moving(report, 'Panning it, seen whole', () => pan(pane));
}

/** What the browser itself can do here. */
async function floor({ report }: Bench) {
  for (const [what, show] of [
    ['1,000 empty boxes', boxes],
    ['one bitmap', bitmap],
  ] as const) {
    const { shift, remove } = show();
    const measure = async (how: string, move: (frame: number) => Shift) => {
      const { framesPerSecond } = await watch(eachFrame(WHILE / 2, (frame) => shift(move(frame))));
      report({ what: `For comparison: ${how} ${what}`, value: framesPerSecond, unit: 'frames/s' });
    };
    await measure('panning', (frame) => ({ x: 16 * Math.abs((frame % 80) - 40), zoom: 0.6 }));
    await measure('zooming', (frame) => ({ x: 0, zoom: 2 ** (-0.008 * Math.abs((frame % 120) - 60)) }));
    remove();
  }
}

async function moving(report: Bench['report'], what: string, task: () => Promise<void>) {
  const seen = await watch(task);
  report(
    { what, value: seen.framesPerSecond, unit: 'frames/s', bound: 50 },
    { what: 'longest time without a frame', value: seen.longest, unit: 'ms' }
  );
}

/** Drags the graph in a square, as fast as a hand. */
async function pan(pane: Element) {
  const at = { x: 700, y: 500 };
  const send = (type: string, target: EventTarget) =>
    target.dispatchEvent(
      new PointerEvent(type, {
        bubbles: true,
        cancelable: true,
        view: window,
        clientX: at.x,
        clientY: at.y,
        buttons: 1,
      })
    );
  send('pointerdown', pane);
  const ways = [
    [-1, 0],
    [0, -1],
    [1, 0],
    [0, 1],
  ];
  await eachFrame(WHILE, (frame) => {
    const [x, y] = ways[Math.floor(frame / 40) % ways.length];
    at.x += 16 * x;
    at.y += 16 * y;
    send('pointermove', window);
  })();
  send('pointerup', window);
}

/** Turns the wheel with the Control key held, out and in again. */
async function zoom(pane: Element) {
  await eachFrame(WHILE, (frame) => {
    const deltaY = Math.floor(frame / 60) % 2 === 0 ? 4 : -4;
    const init = { bubbles: true, cancelable: true, view: window, ctrlKey: true, deltaY, clientX: 700, clientY: 500 };
    pane.dispatchEvent(new WheelEvent('wheel', init));
  })();
}

async function timeline({ show, report }: Bench) {
  show([], {});
  await nextFrame();
  const frames = journeyFrames(50_000, 20_000);
  await nextFrame();
  const opened = await watch(async () => {
    show(frames, { views: ['timeline'] });
    await painted('[role=tree][aria-label^="Timeline"] [role=treeitem]');
  });
  report({
    what: 'Timeline of 50,000 spans, 20,000 lines: from data to picture',
    value: opened.ms,
    unit: 'ms',
    bound: 2000,
  });
  const scroll = await painted<HTMLElement>('[role=tree][aria-label^="Timeline"]');
  await moving(
    report,
    'Scrolling it, 16 pixels a frame',
    eachFrame(WHILE, () => (scroll.scrollTop += 16))
  );
  await moving(
    report,
    'Scrolling it, a screen each frame',
    eachFrame(WHILE, () => (scroll.scrollTop += 900))
  );
}

function sized(services: number, hops: number): SizedGraph {
  return {
    direction: 'right',
    nodes: Array.from({ length: services }, (_, i) => ({ id: nameOf(i), width: 220, height: 94 })),
    edges: graphOf(services, hops).map(([source, target], i) => ({
      id: `hop-${i}`,
      source: nameOf(source),
      target: nameOf(target),
      labelWidth: 90,
      labelHeight: 22,
    })),
  };
}
