/** Where the layers of the graph follow each other to. */
export type FlowDirection = 'right' | 'down';

/** A graph whose parts have sizes but no places yet; all lengths are CSS pixels at zoom 1. */
export interface SizedGraph {
  direction: FlowDirection;
  nodes: SizedNode[];
  edges: SizedEdge[];
}

export interface SizedNode {
  id: string;
  width: number;
  height: number;
}

export interface SizedEdge {
  id: string;
  source: string;
  target: string;
  labelWidth: number;
  labelHeight: number;
}

/** A graph with places: from (0, 0) to (width, height). */
export interface PositionedGraph {
  direction: FlowDirection;
  width: number;
  height: number;
  nodes: PositionedNode[];
  edges: PositionedEdge[];
}

/** x and y are the upper left corner. */
export interface PositionedNode extends SizedNode {
  x: number;
  y: number;
}

export interface PositionedEdge {
  id: string;
  source: string;
  target: string;
  /** SVG path data from the border of the source to that of the target. */
  path: string;
  /** SVG path data of the arrow head. */
  arrow: string;
  /** The label's centre. */
  label: Point;
}

export interface Point {
  x: number;
  y: number;
}
