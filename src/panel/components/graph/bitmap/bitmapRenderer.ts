import type { Camera } from '../../../hooks/camera';
import { Area, isFar, Viewport } from '../../../layout/fit';
import type { PositionedGraph } from '../../../layout/types';
import { far, near, Paintable } from './paint';
import { Paint, Tiles } from './tiles';

/** How long a frame may paint, in ms: at 60 Hz there are 16, and showing the bitmap has its part. */
const PAINT_BUDGET_MS = 5;
/** The whole graph, for what is not painted yet, in pixels. */
const OVERVIEW_PX = 2048;
/** How much a drawing may be shrunk or enlarged while the camera zooms. */
const SCALE_TOLERANCE = { least: 0.6, most: 1.5 };
/** Pixels of the graph that marks may stand out of it. */
const BLEED_PX = 24;

/** What the camera sees of the graph, painted no more often than it must be. */
export class BitmapRenderer {
  private readonly bounds: Area;
  private readonly near: () => Paint;
  private readonly far: () => Paint;
  private readonly overview: Tiles;
  private sharp?: Tiles;

  constructor({ width, height }: PositionedGraph, paintable: Paintable) {
    this.near = once(() => near(paintable));
    this.far = once(() => far(paintable));
    this.bounds = { left: -BLEED_PX, top: -BLEED_PX, right: width + BLEED_PX, bottom: height + BLEED_PX };
    this.overview = this.tiles(Math.min(OVERVIEW_PX / Math.max(width, height, 1), 0.25));
  }

  /** Draws what is seen now; false when some of it is still blurred. */
  draw(element: HTMLCanvasElement, camera: Camera): boolean {
    const canvas = element.getContext('2d');
    if (!canvas) {
      return true;
    }
    const ratio = window.devicePixelRatio;
    const view = scaled(camera.now, ratio);
    const until = performance.now() + PAINT_BUDGET_MS;
    const sharp = this.fitting(view.zoom, camera.isMoving);
    const isComplete = sharp.prepare(view, element, until);
    if (!isComplete && !camera.isMoving) {
      return false; // what is there already is better than a part of what is to come
    }
    canvas.clearRect(0, 0, element.width, element.height);
    if (!isComplete) {
      this.overview.prepare(view, element, until);
      this.overview.draw(canvas, view);
    }
    sharp.draw(canvas, view);
    return isComplete;
  }

  /** While the camera moves, the drawing that is about as large as what is seen; else one that is as large. */
  private fitting(zoom: number, isMoving: boolean): Tiles {
    const blur = this.sharp ? zoom / this.sharp.scale : 0;
    if (!this.sharp || (isMoving ? blur < SCALE_TOLERANCE.least || blur > SCALE_TOLERANCE.most : blur !== 1)) {
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
