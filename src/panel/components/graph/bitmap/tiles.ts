import type { Area, Viewport } from '../../../layout/fit';

/** Draws a part of the graph on a canvas whose units are the graph's. */
export type Paint = (canvas: CanvasRenderingContext2D, area: Area) => void;

interface Size {
  width: number;
  height: number;
}

/** Pixels. Smaller ones have more edges to draw things twice at, larger ones take longer than a frame. */
const TILE_PX = 512;
/** Of 1 MB each; more only while they are all in sight. */
const MAX_TILES = 64;

/** A drawing of the graph at one scale, in tiles that are painted when they come in sight. */
export class Tiles {
  private readonly tiles = new Map<string, HTMLCanvasElement>();

  constructor(
    readonly scale: number,
    private readonly bounds: Area,
    private readonly paint: Paint
  ) {}

  /** Paints what a view of the size needs and is missing, until the time is up; false when some is left. */
  prepare(view: Viewport, size: Size, until: number): boolean {
    const visible = this.visible(view, size).map(({ key, column, row }) => ({ key, tile: this.tile(column, row, until) }));
    this.evict(new Set(visible.map(({ key }) => key)));
    return visible.every(({ tile }) => tile !== undefined);
  }

  /** Draws what there is of what a view shows, in the canvas's pixels. */
  draw(canvas: CanvasRenderingContext2D, view: Viewport): void {
    for (const { key, x, y, width, height } of this.visible(view, canvas.canvas)) {
      const drawing = this.tiles.get(key);
      if (drawing) {
        canvas.clearRect(x, y, width, height);
        canvas.drawImage(drawing, x, y, width, height);
      }
    }
  }

  private visible(view: Viewport, { width, height }: Size) {
    const side = (TILE_PX * view.zoom) / this.scale;
    const { left, top, right, bottom } = this.bounds;
    const tile = (at: number) => (at * this.scale) / TILE_PX;
    const columns = between(Math.max(-view.x / side, tile(left)), Math.min((width - view.x) / side, tile(right)));
    const rows = between(Math.max(-view.y / side, tile(top)), Math.min((height - view.y) / side, tile(bottom)));
    // Whole pixels, or the tiles' edges would show.
    const [x, y] = [(at: number) => Math.round(view.x + at * side), (at: number) => Math.round(view.y + at * side)];
    return rows.flatMap((row) =>
      columns.map((column) => ({
        ...{ key: keyOf(column, row), column, row, x: x(column), y: y(row) },
        ...{ width: x(column + 1) - x(column), height: y(row + 1) - y(row) },
      }))
    );
  }

  /** Drops those that were painted first and are out of sight. */
  private evict(visible: ReadonlySet<string>) {
    for (const key of this.tiles.keys()) {
      if (this.tiles.size <= MAX_TILES) {
        return;
      }
      if (!visible.has(key)) {
        this.tiles.delete(key);
      }
    }
  }

  private tile(column: number, row: number, until: number): HTMLCanvasElement | undefined {
    const key = keyOf(column, row);
    const known = this.tiles.get(key);
    if (known || performance.now() > until) {
      return known;
    }
    const drawing = document.createElement('canvas');
    drawing.width = TILE_PX;
    drawing.height = TILE_PX;
    const canvas = drawing.getContext('2d');
    if (canvas) {
      const [left, top, size] = [column * TILE_PX, row * TILE_PX, TILE_PX].map((length) => length / this.scale);
      canvas.setTransform(this.scale, 0, 0, this.scale, -column * TILE_PX, -row * TILE_PX);
      this.paint(canvas, { left, top, right: left + size, bottom: top + size });
    }
    this.tiles.set(key, drawing);
    return drawing;
  }
}

function keyOf(column: number, row: number): string {
  return `${column} ${row}`;
}

/** The whole numbers of the tiles from one place to another. */
function between(from: number, to: number): number[] {
  const first = Math.floor(from);
  return Array.from({ length: Math.max(Math.ceil(to) - first, 0) }, (_, i) => first + i);
}
