import { RefObject, useEffect } from 'react';
import { Viewport, zoomAt } from '../layout/fit';
import type { Point } from '../layout/types';
import type { Camera } from './camera';

/** Class of what is pressed, not panned: a hand that shakes while clicking must not move the graph. */
export const PRESSABLE = 'journey-pressable';

/** How long the wheel must stand still until the movement has ended, in ms. */
const WHEEL_END_MS = 150;
/** Lines and pages of a wheel, in pixels. */
const WHEEL_UNIT_PX = [1, 25, 500];
const ZOOM_PER_PIXEL = 0.002;
/** A trackpad's pinch comes as a wheel with Control, in much smaller steps; on a Mac those are the rule. */
const PINCH_FACTOR = /Mac/.test(navigator.userAgent) ? 10 : 1;

/**
 * Lets the hand move the camera: dragging pans, two fingers and the wheel with
 * Control or Meta zoom. As in Grafana's node graph, a bare wheel scrolls the dashboard.
 */
export function useGestures(pane: RefObject<HTMLElement | null>, camera: Camera, onMove: () => void): void {
  useEffect(() => {
    const element = pane.current;
    if (!element) {
      return;
    }
    const unmounted = new AbortController();
    const { signal } = unmounted;
    const move = (to: Viewport) => {
      onMove();
      camera.move(to);
    };
    followPointers(element, camera, move, signal);
    followWheel(element, camera, move, signal);
    return () => unmounted.abort();
  }, [pane, camera, onMove]);
}

type Move = (to: Viewport) => void;

function followWheel(pane: HTMLElement, camera: Camera, move: Move, signal: AbortSignal) {
  let wheelEnd: ReturnType<typeof setTimeout> | undefined;
  const turn = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) {
      return;
    }
    event.preventDefault();
    const by = 2 ** (-event.deltaY * WHEEL_UNIT_PX[event.deltaMode] * ZOOM_PER_PIXEL * (event.ctrlKey ? PINCH_FACTOR : 1));
    move(zoomAt(camera.now, placeIn(pane, event), by));
    clearTimeout(wheelEnd);
    wheelEnd = setTimeout(() => camera.settle(), WHEEL_END_MS);
  };
  pane.addEventListener('wheel', turn, { signal, passive: false });
  signal.addEventListener('abort', () => clearTimeout(wheelEnd));
}

function followPointers(pane: HTMLElement, camera: Camera, move: Move, signal: AbortSignal) {
  const pressed = new Map<number, Point>();
  let hasMoved = false;
  const press = (event: PointerEvent) => {
    const isOther = event.button !== 0 || (event.target as Element).closest(`.${PRESSABLE}`);
    if (isOther && pressed.size === 0) {
      return;
    }
    hasMoved &&= pressed.size > 0;
    pressed.set(event.pointerId, placeIn(pane, event));
    pane.toggleAttribute('data-dragged', true);
  };
  const release = (event: PointerEvent) => {
    if (pressed.delete(event.pointerId) && pressed.size === 0) {
      pane.toggleAttribute('data-dragged', false);
      camera.settle();
      if (hasMoved) {
        swallowClick();
      }
    }
  };
  const drag = (event: PointerEvent) => {
    if (event.buttons === 0) {
      release(event); // where nobody heard of it: outside of the window, in a menu
    } else if (pressed.has(event.pointerId)) {
      hasMoved = true;
      const before = spread([...pressed.values()]);
      pressed.set(event.pointerId, placeIn(pane, event));
      move(drawn(camera.now, before, spread([...pressed.values()])));
    }
  };
  pane.addEventListener('pointerdown', press, { signal });
  // Wherever the pointer goes meanwhile.
  window.addEventListener('pointermove', drag, { signal });
  window.addEventListener('pointerup', release, { signal });
  window.addEventListener('pointercancel', release, { signal });
}

/** Who lets go of what was dragged does not mean to click it. */
function swallowClick() {
  const swallow = (event: Event) => event.stopPropagation();
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
}

interface Spread {
  middle: Point;
  apart: number;
}

/** Of one finger or two. */
function spread([first, second = first]: Point[]): Spread {
  const middle = { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 };
  return { middle, apart: Math.hypot(first.x - second.x, first.y - second.y) };
}

/** The view after the fingers took it along. */
function drawn(view: Viewport, before: Spread, after: Spread): Viewport {
  const taken = { ...view, x: view.x + after.middle.x - before.middle.x, y: view.y + after.middle.y - before.middle.y };
  return before.apart > 0 ? zoomAt(taken, after.middle, after.apart / before.apart) : taken;
}

function placeIn(pane: HTMLElement, { clientX, clientY }: MouseEvent): Point {
  const { left, top } = pane.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}
