import { RefObject, useEffect } from 'react';
import { Room, zoomAt } from '../layout/fit';
import type { Camera } from './camera';

/** How much a turn of the wheel by one pixel zooms. */
const SPEED = 0.01;
const STILL = 150;

/** Lets the hand move the camera on a map that is so many times as large as the graph. */
export function useMapGestures(
  map: RefObject<HTMLElement | null>,
  scale: number,
  { camera, room, onMove }: { camera: Camera; room: Room; onMove: () => void }
): void {
  const { width, height } = room;
  useEffect(() => {
    const element = map.current;
    if (!element) {
      return;
    }
    let still: ReturnType<typeof setTimeout> | undefined;
    const drag = ({ buttons, movementX, movementY }: PointerEvent) => {
      if (buttons === 1) {
        const { x, y, zoom } = camera.now;
        onMove();
        camera.move({ x: x - (movementX / scale) * zoom, y: y - (movementY / scale) * zoom, zoom });
      }
    };
    const press = ({ pointerId }: PointerEvent) => element.setPointerCapture(pointerId);
    const rest = () => camera.rest();
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      onMove();
      camera.move(zoomAt(camera.now, { x: width / 2, y: height / 2 }, 2 ** (-event.deltaY * SPEED)));
      clearTimeout(still);
      still = setTimeout(rest, STILL);
    };
    const gone = new AbortController();
    const { signal } = gone;
    element.addEventListener('pointerdown', press, { signal });
    element.addEventListener('pointermove', drag, { signal });
    element.addEventListener('lostpointercapture', rest, { signal });
    element.addEventListener('wheel', turn, { signal, passive: false });
    return () => {
      clearTimeout(still);
      gone.abort();
    };
  }, [map, scale, camera, width, height, onMove]);
}
