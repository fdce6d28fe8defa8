import type { Point, SizedEdge } from '../types';

/** An edge between two vertices, which are numbers from 0. */
export interface Link {
  from: number;
  to: number;
}

/** A size seen along the flow: `size` within the layer, `depth` along the flow. */
export interface Extent {
  size: number;
  depth: number;
}

/** A vertex in a layer: a card, an edge's label, or a point where an edge passes the layer. */
export interface Vertex extends Extent {
  layer: number;
  isCard: boolean;
}

/** A graph cut into layers, in which every link leads to the next layer. */
export interface Layers {
  vertices: Vertex[];
  /** The vertices of each layer, in their order within the layer. */
  order: number[][];
  /** Neighbours in the layer before and after. */
  before: number[][];
  after: number[][];
  /** For each edge, the vertices that it passes, from caller to callee, and which of them is its label. */
  ways: number[][];
  labels: number[];
}

/** Minimum distances within a layer, in pixels. */
export interface Gaps {
  cards: number;
  /** Between an edge that passes and its neighbours. */
  edges: number;
}

/** Distances in pixels. */
export interface Spacing extends Gaps {
  /** Between a layer of cards and a layer of labels. */
  layers: number;
  /** Between a card and the label of a call to itself. */
  loop: number;
}

/** An edge with its position: the centre of its label, and the bends where it passes layers, from caller to callee. */
export interface PlacedEdge extends SizedEdge, Point {
  points: Point[];
}

export interface Placed {
  /** The centres of the nodes, in the order of the nodes. */
  nodes: Point[];
  edges: PlacedEdge[];
}
