/** How long the page is held up at a time: a frame at 60 Hz has 16 ms, and drawing needs its part. */
const SLICE_MS = 8;

/** Runs the steps in slices, so that the page answers in between; undefined when it was called off. */
export async function inSlices<Result>(
  steps: Generator<void, Result>,
  signal: AbortSignal
): Promise<Result | undefined> {
  for (;;) {
    const end = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done) {
        return step.value;
      }
    } while (performance.now() < end);
    await nextTask();
    if (signal.aborted) {
      return undefined;
    }
  }
}

/** A task, not a microtask: those would let nothing else run. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
