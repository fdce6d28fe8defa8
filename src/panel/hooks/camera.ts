import { useSyncExternalStore } from 'react';
import type { Viewport } from '../layout/fit';

/**
 * Where the graph is looked at from. It may move with every frame, which only
 * those hear of who can follow: React draws again when it has come to rest.
 */
export class Camera {
  /** Where it is. */
  now: Viewport = { x: 0, y: 0, zoom: 1 };
  /** Where it last came to rest. */
  settled = this.now;

  private readonly listeners = new Set<() => void>();

  get isMoving(): boolean {
    return this.now !== this.settled;
  }

  /** Moves it on; `rest` ends the movement. */
  move(to: Viewport): void {
    this.now = to;
    this.notify();
  }

  settle(): void {
    if (this.isMoving) {
      this.settled = this.now;
      this.notify();
    }
  }

  jump(to: Viewport): void {
    this.now = to;
    this.settled = to;
    this.notify();
  }

  /** Returns what ends the subscription. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private notify() {
    this.listeners.forEach((listener) => listener());
  }
}

/** Where the camera rests, or rested before it began to move. */
export function useSettled(camera: Camera): Viewport {
  return useSyncExternalStore(camera.subscribe, () => camera.settled);
}

/** Where the camera is, at every moment: for what is little to draw. */
export function useNow(camera: Camera): Viewport {
  return useSyncExternalStore(camera.subscribe, () => camera.now);
}
