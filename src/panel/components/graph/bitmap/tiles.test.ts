import { Tiles } from './tiles';

const size = { width: 1024, height: 512 };
const bounds = { left: 0, top: 0, right: 2000, bottom: 1000 };
const NEVER = Infinity;

/** jsdom has no canvas; what is painted leaves a record. */
function renderer(scale = 1, within = bounds) {
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({ setTransform: () => undefined } as never);
  const paintable: string[] = [];
  const tiles = new Tiles(scale, within, (_, { left, top, right }) => paintable.push(`${left} ${top} ${right}`));
  return { tiles, paintable };
}

const at = (x: number, y: number, zoom = 1) => ({ x, y, zoom });

describe('tiles', () => {
  it('are painted when they come in sight, once', () => {
    const { tiles, paintable } = renderer();
    expect(tiles.prepare(at(0, 0), size, NEVER)).toBe(true);
    expect(paintable).toEqual(['0 0 512', '512 0 1024']);
    tiles.prepare(at(-100, 0), size, NEVER);
    expect(paintable).toEqual(['0 0 512', '512 0 1024', '1024 0 1536']);
  });

  it('are left out when the time is up, and made up for later', () => {
    const { tiles, paintable } = renderer();
    expect(tiles.prepare(at(0, 0), size, -1)).toBe(false);
    expect(paintable).toEqual([]);
    expect(tiles.prepare(at(0, 0), size, NEVER)).toBe(true);
  });

  it('are forgotten when there are many and they are out of sight', () => {
    const { tiles, paintable } = renderer(1, { ...bounds, right: 100 * 512 });
    for (let x = 0; x < 99; x++) {
      tiles.prepare(at(-512 * x, 0), size, NEVER);
    }
    expect(paintable).toHaveLength(100);
    tiles.prepare(at(-512 * 90, 0), size, NEVER);
    expect(paintable).toHaveLength(100);
    tiles.prepare(at(0, 0), size, NEVER);
    expect(paintable).toHaveLength(102);
  });

  it('may be many when all are in sight', () => {
    const { tiles, paintable } = renderer(1, { ...bounds, right: 100 * 512 });
    const wide = { width: 100 * 512, height: 512 };
    tiles.prepare(at(0, 0), wide, NEVER);
    expect(tiles.prepare(at(0, 0), wide, NEVER)).toBe(true);
    expect(paintable).toHaveLength(100);
  });

  it('end where the graph does', () => {
    const { tiles, paintable } = renderer();
    tiles.prepare(at(5000, 0), size, NEVER);
    tiles.prepare(at(-9000, -9000), size, NEVER);
    expect(paintable).toEqual([]);
  });

  it('serve a view that is zoomed further', () => {
    const { tiles, paintable } = renderer();
    tiles.prepare(at(0, 0, 2), size, NEVER);
    expect(paintable).toEqual(['0 0 512']);
  });

  it('are larger parts of the graph at a smaller scale', () => {
    const { tiles, paintable } = renderer(0.5);
    tiles.prepare(at(0, 0, 0.5), size, NEVER);
    expect(paintable).toEqual(['0 0 1024', '1024 0 2048']);
  });
});
