/** What stands for a figure that nobody knows. */
const NONE = '–';

/** Milliseconds in the unit that reads best, with three digits at most: "820 µs", "12.3 ms", "1.2 s". */
export function formatMilliseconds(ms: number | undefined): string {
  if (ms === undefined || !Number.isFinite(ms)) {
    return NONE;
  }
  const size = Math.abs(ms);
  if (size === 0) {
    return '0 ms';
  }
  if (size < 0.9995) {
    return `${digits(ms * 1000)} µs`;
  }
  if (size < 999.5) {
    return `${digits(ms)} ms`;
  }
  return size < 60_000 ? `${digits(ms / 1000)} s` : `${digits(ms / 60_000)} min`;
}

/** When a step was, seen from the journey's start: "+12.3 ms". */
export function formatOffset(ms: number | undefined): string {
  return ms !== undefined && ms >= 0 ? `+${formatMilliseconds(ms)}` : formatMilliseconds(ms).replace('-', '−');
}

/** A count short enough for a label: "999", "1.2k", "3.4M". */
export function formatCount(count: number | undefined): string {
  if (count === undefined) {
    return NONE;
  }
  if (count < 1000) {
    return digits(count);
  }
  return count < 999_500 ? `${digits(count / 1000)}k` : `${digits(count / 1_000_000)}M`;
}

/** Bytes in the unit that reads best: "512 B", "1.2 kB". Nothing is written for an unknown number. */
export function formatBytes(bytes: number | undefined): string {
  if (bytes === undefined) {
    return '';
  }
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = bytes;
  while (value >= 999.5 && units.length > 1) {
    value /= 1000;
    units.shift();
  }
  return `${digits(value)} ${units[0]}`;
}

export function formatShare(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 1 ? '<1%' : `${Math.round(percent)}%`;
}

function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) {
    return value.toExponential(1);
  }
  const fraction = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return String(Number(value.toFixed(fraction)));
}
