import type { Gaps, Layers, Vertex } from './types';

/** A long edge is drawn straight rather than a short one. */
const PULL = { past: 8, end: 2, short: 1 };
/** There and back so often; further sweeps move things by less than a pixel. */
const SWEEPS = 12;
/** Holds vertices without neighbours on one side where they are, without holding up others. */
const MIN_PULL = 0.01;

/**
 * Gives every vertex its place within its layer: as near to its neighbours as
 * the order and the gaps allow, by the least sum of squared distances, layer by
 * layer there and back. Yields between sweeps.
 */
export function* place(layers: Layers, gaps: Gaps): Generator<void, Float64Array> {
  const { order, before, after, vertices } = layers;
  const places = new Float64Array(vertices.length);
  const both = vertices.map((_, v) => [...before[v], ...after[v]]);
  order.forEach((layer) => settle(layer, layers, gaps, places, null));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const down = sweep % 2 === 0;
    // Towards the end each looks both ways, so that neither side pulls the whole askew.
    const neighbours = sweep >= SWEEPS / 2 ? both : down ? before : after;
    for (let i = 0; i < order.length; i++) {
      settle(order[down ? i : order.length - 1 - i], layers, gaps, places, neighbours);
    }
    yield;
  }
  return places;
}

/** A run of vertices that stand as close together as they may. */
interface Block {
  first: number;
  weight: number;
  /** Where its first vertex would like to stand. */
  wish: number;
}

/** Isotonic regression by pooling: vertices whose wishes are in each other's way form a block, which has one wish. */
function settle(
  layer: number[],
  { vertices }: Layers,
  gaps: Gaps,
  places: Float64Array,
  neighbours: number[][] | null
) {
  const blocks: Block[] = [];
  const offsets: number[] = [];
  layer.forEach((v, i) => {
    offsets[i] = i === 0 ? 0 : offsets[i - 1] + distance(vertices[layer[i - 1]], vertices[v], gaps);
    const { at, weight } = neighbours ? wishOf(v, neighbours[v], vertices, places) : { at: 0, weight: 1 };
    blocks.push({ first: i, weight, wish: at - offsets[i] });
    while (blocks.length > 1 && blocks[blocks.length - 1].wish < blocks[blocks.length - 2].wish) {
      pool(blocks);
    }
  });
  blocks.forEach(({ first, wish }, b) => {
    const end = blocks[b + 1]?.first ?? layer.length;
    for (let i = first; i < end; i++) {
      places[layer[i]] = wish + offsets[i];
    }
  });
}

function pool(blocks: Block[]): void {
  const last = blocks.pop()!;
  const block = blocks[blocks.length - 1];
  const weight = block.weight + last.weight;
  block.wish = (block.wish * block.weight + last.wish * last.weight) / weight;
  block.weight = weight;
}

/** The weighted mean of the neighbours' places. */
function wishOf(v: number, neighbours: number[], vertices: Vertex[], places: Float64Array) {
  let weight = MIN_PULL;
  let sum = MIN_PULL * places[v];
  for (const w of neighbours) {
    const ends = Number(vertices[v].isCard) + Number(vertices[w].isCard);
    const pull = ends === 0 ? PULL.past : ends === 1 ? PULL.end : PULL.short;
    weight += pull;
    sum += pull * places[w];
  }
  return { at: sum / weight, weight };
}

function distance(a: Vertex, b: Vertex, gaps: Gaps): number {
  return (a.size + b.size) / 2 + (a.isCard && b.isCard ? gaps.cards : gaps.edges);
}
