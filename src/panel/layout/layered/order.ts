import type { Layers } from './types';

/** Sweeps without fewer crossings after which nothing better is expected, and the most that are tried. */
const MAX_IDLE_SWEEPS = 4;
const MAX_SWEEPS = 24;

/**
 * Orders the vertices within their layers so that few links cross: each moves
 * to the mean place of its neighbours in the layer before, then in the layer
 * after, as long as that helps. Yields between sweeps.
 */
export function* reduceCrossings(layers: Layers): Generator<void, void> {
  layers.order = firstOrder(layers);
  const places = new Float64Array(layers.vertices.length);
  layers.order.forEach((layer) => number(layer, places));
  let best = copy(layers.order);
  let fewest = crossings(layers, places);
  for (let sweep = 0, idle = 0; sweep < MAX_SWEEPS && idle < MAX_IDLE_SWEEPS && fewest > 0; sweep++, idle++) {
    sweepOnce(layers, places, sweep);
    const count = crossings(layers, places);
    if (count < fewest) {
      [best, fewest, idle] = [copy(layers.order), count, -1];
    }
    yield;
  }
  layers.order = best;
}

/** As a walk in depth meets the vertices: what hangs together stands together. */
function firstOrder({ vertices, order, before, after }: Layers): number[][] {
  const seen = new Uint8Array(vertices.length);
  const layers: number[][] = order.map(() => []);
  const starts = order.flat().filter((v) => before[v].length === 0);
  const stack = starts.reverse();
  while (stack.length > 0) {
    const v = stack.pop()!;
    if (!seen[v]) {
      seen[v] = 1;
      layers[vertices[v].layer].push(v);
      stack.push(...[...after[v]].reverse());
    }
  }
  return layers;
}

function sweepOnce({ order, before, after }: Layers, places: Float64Array, sweep: number): void {
  const down = sweep % 2 === 0;
  // Equal means keep their order, or every other time turn it, to leave dead ends.
  const turnTies = sweep % 4 >= 2;
  for (let i = 1; i < order.length; i++) {
    const layer = order[down ? i : order.length - 1 - i];
    sortByMeans(layer, down ? before : after, places, turnTies);
  }
}

/** Vertices without neighbours on that side stay where they are. */
function sortByMeans(layer: number[], neighbours: number[][], places: Float64Array, turnTies: boolean): void {
  const movable = layer.filter((v) => neighbours[v].length > 0);
  const means = new Map(movable.map((v) => [v, mean(neighbours[v], places)]));
  const tie = turnTies ? -1 : 1;
  movable.sort((a, b) => means.get(a)! - means.get(b)! || tie * (places[a] - places[b]));
  let next = 0;
  layer.forEach((v, i) => (layer[i] = neighbours[v].length > 0 ? movable[next++] : v));
  number(layer, places);
}

function mean(vertices: number[], places: Float64Array): number {
  let sum = 0;
  for (const v of vertices) {
    sum += places[v];
  }
  return sum / vertices.length;
}

function number(layer: number[], places: Float64Array): void {
  layer.forEach((v, place) => (places[v] = place));
}

function crossings({ order, after }: Layers, places: Float64Array): number {
  return order.reduce((sum, layer, i) => sum + crossingsAfter(layer, after, places, order[i + 1]?.length ?? 0), 0);
}

/** Counts, link by link, the links before it that end behind it, in a Fenwick tree over the places of the next layer. */
function crossingsAfter(layer: number[], after: number[][], places: Float64Array, width: number): number {
  const tree = new Uint32Array(width + 1);
  let count = 0;
  let links = 0;
  for (const v of layer) {
    const ends = after[v].map((w) => places[w]).sort((a, b) => a - b);
    for (const end of ends) {
      let notBehind = 0;
      for (let i = end + 1; i > 0; i -= i & -i) {
        notBehind += tree[i];
      }
      count += links - notBehind;
      links++;
      for (let i = end + 1; i <= width; i += i & -i) {
        tree[i]++;
      }
    }
  }
  return count;
}

function copy(order: number[][]): number[][] {
  return order.map((layer) => [...layer]);
}
