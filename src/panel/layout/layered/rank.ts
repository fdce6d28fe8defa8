import type { Link } from './types';

/** Vertices are moved between callers and callees so often; then nothing moves any more, or hardly. */
const SHORTEN_PASSES = 4;

/**
 * The rank of each vertex: callers before callees, as close to each other as
 * that allows. Of a cycle, the link that closes it runs backwards.
 */
export function rankVertices(count: number, links: Link[]): number[] {
  const forward = withoutCycles(count, links);
  const outs = neighbours(count, forward, 'from', 'to');
  const ins = neighbours(count, forward, 'to', 'from');
  const order = topological(outs, ins);
  const ranks = new Array<number>(count).fill(0);
  order.forEach((v) => (ranks[v] = Math.max(0, ...ins[v].map((u) => ranks[u] + 1))));
  for (let pass = 0; pass < SHORTEN_PASSES; pass++) {
    shorten(ranks, order, ins, outs);
  }
  return ranks;
}

/** A vertex with more callees than callers stands right before them, others right after their callers. */
function shorten(ranks: number[], order: number[], ins: number[][], outs: number[][]): void {
  for (let i = order.length - 1; i >= 0; i--) {
    const v = order[i];
    if (outs[v].length > ins[v].length) {
      ranks[v] = Math.min(...outs[v].map((w) => ranks[w])) - 1;
    }
  }
  for (const v of order) {
    if (ins[v].length > 0 && ins[v].length >= outs[v].length) {
      ranks[v] = Math.max(...ins[v].map((u) => ranks[u])) + 1;
    }
  }
}

/** Turns the links that close cycles, as a walk in depth from the entries meets them. */
function withoutCycles(count: number, links: Link[]): Link[] {
  const outs: number[][] = Array.from({ length: count }, () => []);
  const callers = new Array<number>(count).fill(0);
  links.forEach(({ from, to }, i) => {
    outs[from].push(i);
    callers[to]++;
  });
  const state = new Uint8Array(count);
  const turned = new Set<number>();
  const starts = [...callers.keys()].sort((a, b) => Number(callers[a] > 0) - Number(callers[b] > 0) || a - b);
  starts.forEach((start) => state[start] === 0 && walk(start, links, outs, state, turned));
  return links.map(({ from, to }, i) => (turned.has(i) ? { from: to, to: from } : { from, to }));
}

const OPEN = 1;
const DONE = 2;

/** Without recursion: a chain of calls may be deeper than the stack. */
function walk(start: number, links: Link[], outs: number[][], state: Uint8Array, turned: Set<number>): void {
  const path = [{ vertex: start, next: 0 }];
  state[start] = OPEN;
  while (path.length > 0) {
    const top = path[path.length - 1];
    const link = outs[top.vertex][top.next++];
    if (link === undefined) {
      state[top.vertex] = DONE;
      path.pop();
    } else if (state[links[link].to] === OPEN) {
      turned.add(link);
    } else if (state[links[link].to] !== DONE) {
      state[links[link].to] = OPEN;
      path.push({ vertex: links[link].to, next: 0 });
    }
  }
}

function topological(outs: number[][], ins: number[][]): number[] {
  const waiting = ins.map((callers) => callers.length);
  const order = [...waiting.keys()].filter((v) => waiting[v] === 0);
  for (let i = 0; i < order.length; i++) {
    outs[order[i]].forEach((w) => --waiting[w] === 0 && order.push(w));
  }
  return order;
}

function neighbours(count: number, links: Link[], of: keyof Link, to: keyof Link): number[][] {
  const lists: number[][] = Array.from({ length: count }, () => []);
  links.forEach((link) => lists[link[of]].push(link[to]));
  return lists;
}
