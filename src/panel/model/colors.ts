/** Told apart in dark and light, the most different first; red and orange are left to errors and warnings. */
const names = [
  'light-blue',
  'dark-green',
  'purple',
  'semi-dark-yellow',
  'dark-blue',
  'light-green',
  'dark-purple',
  'blue',
  'semi-dark-green',
  'light-purple',
  'dark-yellow',
  'super-light-green',
  'super-light-purple',
  'super-light-yellow',
];

/** A colour name of Grafana's palette for each service: by rank, so that neighbours differ, and the same at each refresh. */
export function serviceColors(ids: string[]): Map<string, string> {
  const sorted = [...new Set(ids)].sort();
  return new Map(sorted.map((id, i) => [id, names[i % names.length]]));
}
