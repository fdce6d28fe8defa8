import { deserialize, serialize } from 'v8';

/** What every browser has and jsdom lacks: import it first in tests that lay out or draw the graph. */

global.structuredClone ??= (value) => deserialize(serialize(value));

/** Observes nothing: elements in jsdom have no size, views keep the size they were given. */
class StillObserver implements ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

global.ResizeObserver ??= StillObserver;
