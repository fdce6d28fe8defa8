import type { Health, Outcome } from '../types';

/** What several things have together; undefined when none of them says. */
export function sum<Key extends string>(things: Array<{ [key in Key]?: number }>, key: Key): number | undefined {
  const known = things.map((thing) => thing[key]).filter((value): value is number => value !== undefined);
  return known.length > 0 ? known.reduce((total, value) => total + value, 0) : undefined;
}

export function worst(things: Array<{ health: Outcome }>): Health {
  const has = (health: Health) => things.some((thing) => thing.health === health);
  return has('error') ? 'error' : has('warning') ? 'warning' : 'ok';
}
