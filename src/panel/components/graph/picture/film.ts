import type { Camera } from '../../../hooks/camera';
import { Area, isFar, Viewport } from '../../../layout/fit';
import type { PositionedGraph } from '../../../layout/types';
import { far, near, Painted } from './paint';
import { Paint, Tiles } from './tiles';

/** How long a frame may paint, in ms: at 60 Hz there are 16, and showing the bitmap has its part. */
const SLICE = 5;
/** The whole graph, for what is not painted yet, in pixels. */
const WHOLE = 2048;
/** How much a drawing may be shrunk or enlarged while the camera zooms. */
const BLUR = { least: 0.6, most: 1.5 };
/** Pixels of the graph that marks may stand out of it. */
const OUT = 24;

/** What the camera sees of the graph, painted no more often than it must be. */
export class Film {
  private readonly bounds: Area;
  private readonly near: () => Paint;
  private readonly far: () => Paint;
  private readonly whole: Tiles;
  private sharp?: Tiles;

  constructor({ width, height }: PositionedGraph, painted: Painted) {
    this.near = once(() => near(painted));
    this.far = once(() => far(painted));
    this.bounds = { left: -OUT, top: -OUT, right: width + OUT, bottom: height + OUT };
    this.whole = this.tiles(Math.min(WHOLE / Math.max(width, height, 1), 0.25));
  }

  /** Draws what is seen now; false when some of it is still blurred. */
  draw(element: HTMLCanvasElement, camera: Camera): boolean {
    const canvas = element.getContext('2d');
    if (!canvas) {
      return true;
    }
    const ratio = window.devicePixelRatio;
    const view = scaled(camera.now, ratio);
    const until = performance.now() + SLICE;
    const sharp = this.fitting(view.zoom, camera.isMoving);
    const isWhole = sharp.prepare(view, element, until);
    if (!isWhole && !camera.isMoving) {
      return false; // what is there already is better than a part of what is to come
    }
    canvas.clearRect(0, 0, element.width, element.height);
    if (!isWhole) {
      this.whole.prepare(view, element, until);
      this.whole.draw(canvas, view);
    }
    sharp.draw(canvas, view);
    return isWhole;
  }

  /** While the camera moves, the drawing that is about as large as what is seen; else one that is as large. */
  private fitting(zoom: number, isMoving: boolean): Tiles {
    const blur = this.sharp ? zoom / this.sharp.scale : 0;
    if (!this.sharp || (isMoving ? blur < BLUR.least || blur > BLUR.most : blur !== 1)) {
      this.sharp = this.tiles(zoom);
    }
    return this.sharp;
  }

  private tiles(scale: number): Tiles {
    const paint = isFar({ x: 0, y: 0, zoom: scale / window.devicePixelRatio }) ? this.far : this.near;
    return new Tiles(scale, this.bounds, paint());
  }
}

function scaled({ x, y, zoom }: Viewport, by: number): Viewport {
  return { x: x * by, y: y * by, zoom: zoom * by };
}

/** Makes it when it is first asked for. */
function once<Result>(make: () => Result): () => Result {
  let made: { result: Result } | undefined;
  return () => (made ??= { result: make() }).result;
}
