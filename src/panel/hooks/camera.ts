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
  rested = this.now;

  private readonly listeners = new Set<() => void>();

  get isMoving(): boolean {
    return this.now !== this.rested;
  }

  /** Moves it on; `rest` ends the movement. */
  move(to: Viewport): void {
    this.now = to;
    this.tell();
  }

  rest(): void {
    if (this.isMoving) {
      this.rested = this.now;
      this.tell();
    }
  }

  jump(to: Viewport): void {
    this.now = to;
    this.rested = to;
    this.tell();
  }

  /** Returns what ends the subscription. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private tell() {
    this.listeners.forEach((listener) => listener());
  }
}

/** Where the camera rests, or rested before it began to move. */
export function useRested(camera: Camera): Viewport {
  return useSyncExternalStore(camera.subscribe, () => camera.rested);
}

/** Where the camera is, at every moment: for what is little to draw. */
export function useNow(camera: Camera): Viewport {
  return useSyncExternalStore(camera.subscribe, () => camera.now);
}
