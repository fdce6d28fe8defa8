import { renderHook } from '@testing-library/react';
import { areaIn, meets } from '../layout/fit';
import type { PositionedGraph } from '../layout/types';
import { Camera } from './camera';
import { useViewport } from './viewport';

const cards = [0, 1, 2, 3].map((i) => ({ id: `card ${i}`, x: 400 * i, y: 0, width: 220, height: 76 }));
const graph: PositionedGraph = { direction: 'right', width: 1420, height: 76, nodes: cards, edges: [] };
const wide = { width: 1600, height: 600 };
const besideDetails = { width: 1080, height: 600 };

function show(first: Partial<Parameters<typeof useViewport>[0]> = {}) {
  const camera = new Camera();
  const view = { camera, graph, paneSize: wide, initialNode: '', ...first };
  const { rerender, result } = renderHook((changed: Partial<typeof view>) => useViewport({ ...view, ...changed }));
  return { camera, rerender, result };
}

const cut = (camera: Camera, paneSize: typeof wide) => {
  const { left, right } = areaIn(camera.now, paneSize);
  return cards.filter(({ x, width }) => x < left || x + width > right).map(({ id }) => id);
};

describe('the viewport', () => {
  it('shows the whole beside the details of what is selected', () => {
    const { camera, rerender } = show();
    rerender({ paneSize: besideDetails, selected: 'card 2' });
    expect(cut(camera, besideDetails)).toEqual([]);
    rerender({});
    expect(camera.now.zoom).toBeGreaterThan(1);
  });

  it('stays where the user moved it, but for what is selected', () => {
    const { camera, rerender, result } = show();
    result.current.onMove();
    camera.jump({ x: 100, y: 50, zoom: 1 });
    rerender({ paneSize: besideDetails });
    expect(camera.now).toEqual({ x: 100, y: 50, zoom: 1 });
    rerender({ paneSize: besideDetails, selected: 'card 3' });
    expect(camera.now.zoom).toBe(1);
    expect(cut(camera, besideDetails)).not.toContain('card 3');
  });

  it('lets the part of a large graph be that what is selected is in', () => {
    const large = { ...graph, width: 40_000, nodes: [...cards, { ...cards[0], id: 'far', x: 39_000 }] };
    const { camera, rerender } = show({ graph: large, initialNode: 'card 1' });
    const before = camera.now;
    rerender({ graph: large, paneSize: besideDetails, selected: 'card 1' });
    expect(camera.now.zoom).toBe(before.zoom);
    expect(meets(areaIn(camera.now, besideDetails), { left: 400, top: 0, right: 620, bottom: 76 })).toBe(true);
  });

  it('is zoomed by the tools about its middle', () => {
    const { camera, result } = show();
    const { zoom } = camera.now;
    result.current.zoom('in');
    expect(camera.now.zoom).toBeCloseTo(zoom * 1.2);
    result.current.zoom('fit');
    expect(camera.now.zoom).toBe(zoom);
  });
});
