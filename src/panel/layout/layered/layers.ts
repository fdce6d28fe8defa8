import { rankVertices } from './rank';
import type { Extent, Layers, Link, Vertex } from './types';

/** Cards stand in even layers, labels in the odd ones between, so that neither covers the other. */
export function toLayers(cards: Extent[], links: Link[], labels: Extent[]): Layers {
  const ranks = rankVertices(cards.length, links);
  const vertices: Vertex[] = cards.map((card, i) => ({ ...card, layer: 2 * ranks[i], isCard: true }));
  const layers: Layers = {
    vertices,
    order: [],
    before: cards.map(() => []),
    after: cards.map(() => []),
    ways: [],
    labels: [],
  };
  links.forEach((link, i) => addWay(layers, link, labels[i]));
  const first = vertices.reduce((least, { layer }) => Math.min(least, layer), Infinity);
  vertices.forEach((vertex, v) => {
    vertex.layer -= first;
    (layers.order[vertex.layer] ??= []).push(v);
  });
  return { ...layers, order: Array.from(layers.order, (layer) => layer ?? []) };
}

function addWay(layers: Layers, { from, to }: Link, label: Extent): void {
  const { vertices, ways, labels } = layers;
  const isReversed = vertices[from].layer > vertices[to].layer;
  const [start, end] = isReversed ? [to, from] : [from, to];
  const middle = (vertices[start].layer + vertices[end].layer) / 2;
  const labelLayer = middle % 2 === 0 ? middle - 1 : middle;
  const way: number[] = [];
  let last = start;
  for (let layer = vertices[start].layer + 1; layer < vertices[end].layer; layer++) {
    const extent = layer === labelLayer ? label : { size: 0, depth: 0 };
    last = join(layers, last, vertices.push({ ...extent, layer, isCard: false }) - 1);
    way.push(last);
  }
  join(layers, last, end);
  labels.push(way[labelLayer - vertices[start].layer - 1]);
  ways.push(isReversed ? way.reverse() : way);
}

function join({ before, after }: Layers, from: number, to: number): number {
  (after[from] ??= []).push(to);
  (before[to] ??= []).push(from);
  before[from] ??= [];
  after[to] ??= [];
  return to;
}
