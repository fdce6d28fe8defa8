import type { Health, Outcome } from '../types';

/** What several things have together; undefined when none of them says. */
export function sum<Key extends string>(items: Array<{ [key in Key]?: number }>, key: Key): number | undefined {
  const known = items.map((item) => item[key]).filter((value): value is number => value !== undefined);
  return known.length > 0 ? known.reduce((total, value) => total + value, 0) : undefined;
}

export function worst(items: Array<{ health: Outcome }>): Health {
  const has = (health: Health) => items.some((item) => item.health === health);
  return has('error') ? 'error' : has('warning') ? 'warning' : 'ok';
}
