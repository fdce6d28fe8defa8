import { RefObject, useEffect } from 'react';
import { Size, zoomAt } from '../layout/fit';
import type { Camera } from './camera';

/** How much a turn of the wheel by one pixel zooms. */
const ZOOM_PER_PIXEL = 0.01;
const WHEEL_END_MS = 150;

/** Lets the hand move the camera on a map that is so many times as large as the graph. */
export function useMapGestures(
  map: RefObject<HTMLElement | null>,
  scale: number,
  { camera, paneSize, onMove }: { camera: Camera; paneSize: Size; onMove: () => void }
): void {
  const { width, height } = paneSize;
  useEffect(() => {
    const element = map.current;
    if (!element) {
      return;
    }
    let wheelEnd: ReturnType<typeof setTimeout> | undefined;
    const drag = ({ buttons, movementX, movementY }: PointerEvent) => {
      if (buttons === 1) {
        const { x, y, zoom } = camera.now;
        onMove();
        camera.move({ x: x - (movementX / scale) * zoom, y: y - (movementY / scale) * zoom, zoom });
      }
    };
    const press = ({ pointerId }: PointerEvent) => element.setPointerCapture(pointerId);
    const settle = () => camera.settle();
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      onMove();
      camera.move(zoomAt(camera.now, { x: width / 2, y: height / 2 }, 2 ** (-event.deltaY * ZOOM_PER_PIXEL)));
      clearTimeout(wheelEnd);
      wheelEnd = setTimeout(settle, WHEEL_END_MS);
    };
    const unmounted = new AbortController();
    const { signal } = unmounted;
    element.addEventListener('pointerdown', press, { signal });
    element.addEventListener('pointermove', drag, { signal });
    element.addEventListener('lostpointercapture', settle, { signal });
    element.addEventListener('wheel', turn, { signal, passive: false });
    return () => {
      clearTimeout(wheelEnd);
      unmounted.abort();
    };
  }, [map, scale, camera, width, height, onMove]);
}
