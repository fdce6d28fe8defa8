import type { Area } from './fit';
import type { PlacedEdge } from './layered/types';
import type { FlowDirection, Point, PositionedEdge, PositionedNode, SizedEdge } from './types';

/** A place seen along the flow: `main` grows from layer to layer, `cross` within one. */
interface FlowPoint {
  main: number;
  cross: number;
}

/** A stretch that an edge runs straight along the flow: beside a layer's cards, or under its label. */
interface Stretch extends FlowPoint {
  half: number;
}

/** One end of an edge, and which way the edge leaves it. */
interface Port {
  edge: number;
  side: 1 | -1;
  toward: number;
}

/** How much of a card's side the ports spread over, and how far apart they stand at most. */
const PORTS = { share: 0.6, apart: 14 };
/** Arrow heads, and the air between their tip and the card. */
const ARROW = { length: 10, half: 5, air: 2 };
/** How far from the middle of a card's side a loop leaves and returns. */
const LOOP_HALF_PX = 24;
/** Between a label and an edge that passes it. */
const LABEL_GAP_PX = 4;

/**
 * Draws edges as S-curves that leave and reach cards at right angles and run
 * straight where they pass a layer, so that they neither cross cards nor each
 * other's ends.
 */
export function routeEdges(direction: FlowDirection, nodes: PositionedNode[], edges: PlacedEdge[]): PositionedEdge[] {
  const axes = axesOf(direction);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const layers = layersOf(nodes, edges, axes);
  const centre = (id: string) => axes.card(byId.get(id)!);
  const ways = edges.map((edge) => stretches(edge, layers, axes, [centre(edge.source), centre(edge.target)]));
  const starts = spreadPorts(edges, ways, byId, axes, 'source');
  const ends = spreadPorts(edges, ways, byId, axes, 'target');
  return edges.map((edge, i) => {
    const { id, source, target, x, y } = edge;
    const drawn = source === target ? loop(byId.get(source)!, edge, axes) : draw(starts[i], ways[i], ends[i], axes);
    return { id, source, target, ...drawn, label: { x, y } };
  });
}

interface Axes {
  way: (point: Point) => FlowPoint;
  draw: (way: FlowPoint) => string;
  /** A card's centre and half its length along each axis. */
  card: (node: PositionedNode) => FlowPoint & { halfMain: number; halfCross: number };
  label: (edge: SizedEdge) => { halfMain: number; halfCross: number };
}

function axesOf(direction: FlowDirection): Axes {
  const right = direction === 'right';
  const way = ({ x, y }: Point) => (right ? { main: x, cross: y } : { main: y, cross: x });
  return {
    way,
    draw: ({ main, cross }) => (right ? `${round(main)},${round(cross)}` : `${round(cross)},${round(main)}`),
    card: ({ x, y, width, height }) => ({
      ...way({ x: x + width / 2, y: y + height / 2 }),
      halfMain: (right ? width : height) / 2,
      halfCross: (right ? height : width) / 2,
    }),
    label: ({ labelWidth, labelHeight }) => ({
      halfMain: (right ? labelWidth : labelHeight) / 2,
      halfCross: (right ? labelHeight : labelWidth) / 2,
    }),
  };
}

/** A layer of cards, which edges pass beside; or one of labels, which they may cross where none is. */
interface Layer {
  half: number;
  labels?: Array<{ cross: number; half: number }>;
}

function layersOf(nodes: PositionedNode[], edges: PlacedEdge[], axes: Axes): Map<number, Layer> {
  const layers = new Map<number, Layer>();
  for (const { main, halfMain } of nodes.map(axes.card)) {
    const half = layers.get(Math.round(main))?.half ?? 0;
    layers.set(Math.round(main), { half: Math.max(half, halfMain + 4) });
  }
  for (const edge of edges.filter(isCall)) {
    const { main, cross } = axes.way(edge);
    const { half = 0, labels = [] } = layers.get(Math.round(main)) ?? {};
    const label = axes.label(edge);
    labels.push({ cross, half: label.halfCross + LABEL_GAP_PX });
    layers.set(Math.round(main), { half: Math.max(half, label.halfMain), labels });
  }
  return layers;
}

/** The straight stretches of an edge: beside cards, under its own label, and beside those of others in its way. */
function stretches(edge: PlacedEdge, layers: Map<number, Layer>, axes: Axes, ends: [FlowPoint, FlowPoint]): Stretch[] {
  const label = axes.way(edge);
  const bends = edge.points.map(axes.way);
  return bends.flatMap((bend, i) => {
    const { half, labels = [] } = layers.get(Math.round(bend.main)) ?? { half: 0 };
    if (bend.main === label.main) {
      return edge.labelWidth > 0 ? [{ ...bend, half: axes.label(edge).halfMain }] : [];
    }
    const around = [bends[i - 1] ?? ends[0], bend, bends[i + 1] ?? ends[1]].map(({ cross }) => cross);
    const [from, to] = [Math.min(...around), Math.max(...around)];
    const passes =
      labels.length > 0 && !labels.some((other) => other.cross + other.half > from && other.cross - other.half < to);
    return passes ? [] : [{ ...bend, half }];
  });
}

function isCall({ source, target }: PlacedEdge): boolean {
  return source !== target;
}

/** Spreads the edges at one side of a card along it, in the order in which they leave, so that they do not cross. */
function spreadPorts(
  edges: PlacedEdge[],
  ways: Stretch[][],
  nodes: Map<string, PositionedNode>,
  axes: Axes,
  end: 'source' | 'target'
): FlowPoint[] {
  const sides = new Map<string, Port[]>();
  edges.forEach((edge, i) => {
    if (edge.source === edge.target) {
      return;
    }
    const port = portOf(edge, i, ways, nodes, axes, end);
    const side = `${port.side} ${edge[end]}`;
    sides.set(side, [...(sides.get(side) ?? []), port]);
  });
  const places: FlowPoint[] = [];
  for (const ports of sides.values()) {
    const card = axes.card(nodes.get(edges[ports[0].edge][end])!);
    const step = Math.min(PORTS.apart, (2 * card.halfCross * PORTS.share) / ports.length);
    ports.sort((a, b) => a.toward - b.toward);
    ports.forEach(({ edge, side }, i) => {
      const air = end === 'target' ? ARROW.air : 0;
      const cross = card.cross + (i - (ports.length - 1) / 2) * step;
      places[edge] = { main: card.main + side * (card.halfMain + air), cross };
    });
  }
  return places;
}

function portOf(
  edge: PlacedEdge,
  i: number,
  ways: Stretch[][],
  nodes: Map<string, PositionedNode>,
  axes: Axes,
  end: 'source' | 'target'
): Port {
  const here = axes.card(nodes.get(edge[end])!);
  const there = axes.card(nodes.get(edge[end === 'source' ? 'target' : 'source'])!);
  const next = (end === 'source' ? ways[i][0] : ways[i][ways[i].length - 1]) ?? there;
  return { edge: i, side: next.main >= here.main ? 1 : -1, toward: next.cross + there.cross / 1e4 };
}

type EdgePath = Pick<PositionedEdge, 'path' | 'arrow'>;

/** The line stops at the base of its arrow head, or a thick one would cover the tip. */
function draw(start: FlowPoint, way: Stretch[], tip: FlowPoint, axes: Axes): EdgePath {
  const forward = tip.main >= start.main ? 1 : -1;
  const base = { main: tip.main - forward * ARROW.length, cross: tip.cross };
  const wings = [base.cross - ARROW.half, base.cross + ARROW.half].map((cross) => ({ ...base, cross }));
  return {
    path: curve(start, way, base, forward, axes),
    arrow: `M${[tip, ...wings].map(axes.draw).join('L')}Z`,
  };
}

/** What a path lies within; its curves lie within their control points. */
export function areaOf(path: string): Area {
  const numbers = (path.match(/-?[\d.]+/g) ?? []).map(Number);
  const xs = numbers.filter((_, i) => i % 2 === 0);
  const ys = numbers.filter((_, i) => i % 2 === 1);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

function curve(start: FlowPoint, way: Stretch[], end: FlowPoint, forward: 1 | -1, axes: Axes): string {
  let path = `M${axes.draw(start)}`;
  let from = start;
  for (const { main, cross, half } of way) {
    path += bend(from, { main: main - forward * half, cross }, axes);
    from = { main: main + forward * half, cross };
    path += `L${axes.draw(from)}`;
  }
  return path + bend(from, end, axes);
}

/** An S-curve that is parallel to the flow at both ends. */
function bend(from: FlowPoint, to: FlowPoint, axes: Axes): string {
  const middle = (from.main + to.main) / 2;
  const controls = [
    { main: middle, cross: from.cross },
    { main: middle, cross: to.cross },
  ];
  return `C${[...controls, to].map(axes.draw).join(' ')}`;
}

/** A call of a service to itself: out of the card's side, around its label and back. */
function loop(node: PositionedNode, edge: PlacedEdge, axes: Axes): EdgePath {
  const card = axes.card(node);
  const side = card.cross + card.halfCross;
  // A cubic curve reaches three quarters of the way to its control points.
  const far = side + ((axes.way(edge).cross - side) * 4) / 3;
  const place = (half: number, cross: number): FlowPoint => ({ main: card.main + half, cross });
  const tip = side + ARROW.air;
  const base = tip + ARROW.length;
  const bends = [place(-LOOP_HALF_PX, far), place(LOOP_HALF_PX, far), place(LOOP_HALF_PX, base)];
  const head = [place(LOOP_HALF_PX, tip), place(LOOP_HALF_PX - ARROW.half, base), place(LOOP_HALF_PX + ARROW.half, base)];
  return {
    path: `M${axes.draw(place(-LOOP_HALF_PX, side))}C${bends.map(axes.draw).join(' ')}`,
    arrow: `M${head.map(axes.draw).join('L')}Z`,
  };
}

/** Tenths of a pixel are as fine as anyone sees, and keep the paths short. */
function round(length: number): number {
  return Math.round(length * 10) / 10;
}
