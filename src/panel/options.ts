import { defaultOptions, PanelOptions, Thresholds, View } from './types';

/** The values that an option may have. */
const choices: Partial<{ [Name in keyof PanelOptions]: ReadonlyArray<PanelOptions[Name]> }> = {
  direction: ['auto', 'right', 'down'],
  colorBy: ['errors', 'latency'],
  hopLabels: ['p95', 'percentiles', 'calls', 'none'],
};

/**
 * The options of a dashboard of any version, or written by hand: what is
 * missing or makes no sense is as if it had not been set.
 */
export function readOptions(stored: unknown): PanelOptions {
  const given = isRecord(stored) ? stored : {};
  const read = Object.entries(defaultOptions).map(([name, fallback]) => [
    name,
    readOption(name, given[name], fallback),
  ]);
  return Object.fromEntries(read) as PanelOptions;
}

function readOption(name: string, value: unknown, fallback: unknown): unknown {
  if (name === 'thresholds') {
    return readThresholds(value);
  }
  if (name === 'views') {
    return readViews(value);
  }
  const allowed = choices[name as keyof PanelOptions] as readonly unknown[] | undefined;
  const fits = allowed ? allowed.includes(value) : typeof value === typeof fallback;
  return fits ? value : fallback;
}

/** In our order, whichever they were chosen in; a panel without any view would show nothing. */
function readViews(value: unknown): View[] {
  const chosen = defaultOptions.views.filter((view) => Array.isArray(value) && value.includes(view));
  return chosen.length > 0 ? chosen : defaultOptions.views;
}

function readThresholds(value: unknown): Thresholds {
  const given = isRecord(value) ? value : {};
  const read = Object.entries(defaultOptions.thresholds).map(([name, fallback]) => {
    const number = given[name];
    return [name, typeof number === 'number' && number >= 0 ? number : fallback];
  });
  return Object.fromEntries(read) as unknown as Thresholds;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
