import type { Link } from './types';

/** Numbers the parts of a graph that hang together: the part of each vertex, in the order of their first vertices. */
export function componentsOf(count: number, links: Link[]): number[] {
  const near: number[][] = Array.from({ length: count }, () => []);
  links.forEach(({ from, to }) => {
    near[from].push(to);
    near[to].push(from);
  });
  const parts = new Array<number>(count).fill(-1);
  let next = 0;
  for (let start = 0; start < count; start++) {
    if (parts[start] === -1) {
      flood(start, next++, near, parts);
    }
  }
  return parts;
}

function flood(start: number, part: number, near: number[][], parts: number[]): void {
  const stack = [start];
  parts[start] = part;
  while (stack.length > 0) {
    for (const v of near[stack.pop()!]) {
      if (parts[v] === -1) {
        parts[v] = part;
        stack.push(v);
      }
    }
  }
}
