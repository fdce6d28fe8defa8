import { renderHook } from '@testing-library/react';
import { Camera } from './camera';
import { PRESSABLE, useGestures } from './gestures';

function show() {
  const pane = document.createElement('div');
  pane.innerHTML = `<div class="${PRESSABLE}"><b>card</b></div>`;
  document.body.replaceChildren(pane);
  const camera = new Camera();
  const onMove = jest.fn();
  const { unmount } = renderHook(() => useGestures({ current: pane }, camera, onMove));
  return { pane, camera, onMove, unmount };
}

/** jsdom has no pointer events. */
function point(target: EventTarget, type: string, [clientX, clientY]: [number, number], pointerId = 1, buttons = 1) {
  const event = new MouseEvent(`pointer${type}`, { bubbles: true, clientX, clientY, buttons });
  target.dispatchEvent(Object.assign(event, { pointerId }));
}

function turn(pane: Element, init: WheelEventInit) {
  const event = new WheelEvent('wheel', { bubbles: true, cancelable: true, deltaY: -500, ...init });
  pane.dispatchEvent(event);
  return event;
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('dragging', () => {
  it('pans until the pointer is released, wherever that is', () => {
    const { pane, camera, onMove } = show();
    point(pane, 'down', [10, 10]);
    point(window, 'move', [30, 5]);
    expect(camera.now).toEqual({ x: 20, y: -5, zoom: 1 });
    expect(camera.isMoving).toBe(true);
    point(window, 'up', [30, 5]);
    expect(camera.isMoving).toBe(false);
    point(window, 'move', [99, 99]);
    expect(camera.now).toEqual({ x: 20, y: -5, zoom: 1 });
    expect(onMove).toHaveBeenCalledTimes(1);
  });

  it('ends where the pointer comes back released', () => {
    const { pane, camera } = show();
    point(pane, 'down', [10, 10]);
    point(window, 'move', [30, 10]);
    point(window, 'move', [99, 99], 1, 0);
    expect(camera.now).toEqual({ x: 20, y: 0, zoom: 1 });
    expect(camera.isMoving).toBe(false);
  });

  it('is no click, and a click is no dragging', () => {
    const { pane } = show();
    const onClick = jest.fn();
    pane.addEventListener('click', onClick);
    const press = (to: [number, number]) => {
      point(pane, 'down', [0, 0]);
      if (to[0] > 0) {
        point(window, 'move', to);
      }
      point(window, 'up', to);
      pane.click();
      jest.runAllTimers();
    };
    press([50, 0]);
    expect(onClick).not.toHaveBeenCalled();
    press([0, 0]);
    expect(onClick).toHaveBeenCalledTimes(1);
  });

  it('does not begin on what is pressed', () => {
    const { pane, camera } = show();
    point(pane.querySelector('b')!, 'down', [0, 0]);
    point(window, 'move', [40, 40]);
    expect(camera.isMoving).toBe(false);
  });

  it('with two fingers zooms about their middle', () => {
    const { pane, camera } = show();
    point(pane, 'down', [100, 100], 1);
    point(pane, 'down', [200, 100], 2);
    point(window, 'move', [300, 100], 2);
    expect(camera.now.zoom).toBe(2);
    point(window, 'up', [300, 100], 2);
    expect(camera.isMoving).toBe(true);
    point(window, 'up', [100, 100], 1);
    expect(camera.isMoving).toBe(false);
  });
});

describe('the wheel', () => {
  it('zooms with Control or Meta about the pointer, until it stands still', () => {
    const { pane, camera } = show();
    expect(turn(pane, { ctrlKey: true, clientX: 60, clientY: 40 }).defaultPrevented).toBe(true);
    turn(pane, { metaKey: true, clientX: 60, clientY: 40 });
    expect(camera.now.zoom).toBe(2.5);
    expect((60 - camera.now.x) / camera.now.zoom).toBeCloseTo(60);
    expect(camera.isMoving).toBe(true);
    jest.runAllTimers();
    expect(camera.isMoving).toBe(false);
  });

  it('is the page’s without them', () => {
    const { pane, camera } = show();
    expect(turn(pane, {}).defaultPrevented).toBe(false);
    expect(camera.isMoving).toBe(false);
  });

  it('moves nothing any more once the graph has gone', () => {
    const { pane, camera, unmount } = show();
    unmount();
    turn(pane, { ctrlKey: true });
    expect(camera.isMoving).toBe(false);
  });
});
