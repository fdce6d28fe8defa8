import type { Link } from './types';

/** Numbers the parts of a graph that hang together: the part of each vertex, in the order of their first vertices. */
export function componentsOf(count: number, links: Link[]): number[] {
  const near: number[][] = Array.from({ length: count }, () => []);
  links.forEach(({ from, to }) => {
    near[from].push(to);
    near[to].push(from);
  });
  const components = new Array<number>(count).fill(-1);
  let next = 0;
  for (let start = 0; start < count; start++) {
    if (components[start] === -1) {
      flood(start, next++, near, components);
    }
  }
  return components;
}

function flood(start: number, component: number, near: number[][], components: number[]): void {
  const stack = [start];
  components[start] = component;
  while (stack.length > 0) {
    for (const v of near[stack.pop()!]) {
      if (components[v] === -1) {
        components[v] = component;
        stack.push(v);
      }
    }
  }
}
