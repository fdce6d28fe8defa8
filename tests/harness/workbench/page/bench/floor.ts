/** Where something is moved to. */
export interface Shift {
  x: number;
  zoom: number;
}

interface Movable {
  shift: (to: Shift) => void;
  remove: () => void;
}

/** As many boxes as the large graph has services, with nothing in them. */
export function boxes(): Movable {
  const world = document.createElement('div');
  for (let i = 0; i < 1000; i++) {
    const box = document.createElement('div');
    const place = `left:${(i % 40) * 240}px;top:${Math.floor(i / 40) * 120}px;width:220px;height:94px`;
    box.style.cssText = `position:absolute;background:#444;${place}`;
    world.append(box);
  }
  return movable(world);
}

/** A bitmap that is larger than the graph's room. */
export function bitmap(): Movable {
  const canvas = document.createElement('canvas');
  canvas.width = 2560;
  canvas.height = 1440;
  const drawing = canvas.getContext('2d')!;
  drawing.fillStyle = '#444';
  for (let i = 0; i < 120; i++) {
    drawing.fillRect((i % 12) * 210, Math.floor(i / 12) * 140, 180, 80);
  }
  return movable(canvas);
}

function movable(thing: HTMLElement): Movable {
  const room = document.createElement('div');
  room.style.cssText = 'position:fixed;inset:0 0 100px;overflow:hidden;background:#111;z-index:9';
  thing.style.cssText = 'position:absolute;left:0;top:0;transform-origin:0 0;will-change:transform';
  room.append(thing);
  document.body.append(room);
  return {
    shift: ({ x, zoom }) => {
      thing.style.transform = `translate(${-x}px, 0) scale(${zoom})`;
    },
    remove: () => room.remove(),
  };
}
