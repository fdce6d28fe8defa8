/** Hues that are told apart in dark and light; red and orange are left to errors and warnings. */
const hues = ['blue', 'green', 'purple', 'yellow'];
const shades = ['', 'light-', 'semi-dark-', 'super-light-', 'dark-'];

const names = shades.flatMap((shade) => hues.map((hue) => shade + hue));

/** A colour name of Grafana's palette for each service: by rank, so that neighbours differ, and the same at each refresh. */
export function serviceColors(ids: string[]): Map<string, string> {
  const sorted = [...new Set(ids)].sort();
  return new Map(sorted.map((id, i) => [id, names[i % names.length]]));
}
