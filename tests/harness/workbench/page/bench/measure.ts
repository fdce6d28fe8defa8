/** How a stretch of time looked to who looked at the page. */
export interface Seen {
  ms: number;
  framesPerSecond: number;
  /** The longest time without a new picture, in ms. */
  longest: number;
}

/** Watches the frames until the task is done. */
export async function watch(task: () => Promise<unknown>): Promise<Seen> {
  const times = [await nextFrame()];
  let isDone = false;
  const done = task().finally(() => (isDone = true));
  while (!isDone) {
    times.push(await nextFrame());
  }
  await done;
  const ms = times[times.length - 1] - times[0];
  const gaps = times.slice(1).map((time, i) => time - times[i]);
  return { ms, framesPerSecond: (1000 * gaps.length) / ms, longest: Math.max(...gaps) };
}

/** Moves something before each frame for a while. */
export function eachFrame(ms: number, move: (frame: number) => void): () => Promise<void> {
  return async () => {
    const end = performance.now() + ms;
    for (let frame = 0; performance.now() < end; frame++) {
      await nextFrame();
      move(frame);
    }
  };
}

/** Resolves once there is such a thing and it has been painted. */
export async function painted<Found extends Element>(selector: string): Promise<Found> {
  for (let found; ; await nextFrame()) {
    found = document.querySelector<Found>(selector);
    if (found) {
      await nextFrame();
      await nextFrame();
      return found;
    }
  }
}

export function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
}

export function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
