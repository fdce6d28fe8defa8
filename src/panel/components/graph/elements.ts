import { areaOf } from '../../layout/route';
import type { Place } from '../../layout/topology';
import type { PositionedGraph } from '../../layout/types';
import type { Scene } from './scene';
import type { DrawnHop, DrawnService } from './drawn';
import { MARKS } from './marks';

type Select = (place: Place) => void;

const unmarked = { selected: false, marks: '' };

/** The services to draw. */
export function toServices(scene: Scene, graph: PositionedGraph, onSelect: Select): DrawnService[] {
  const select = (id: string) => onSelect({ type: 'service', id });
  return graph.nodes.flatMap((place) => {
    const shown = scene.services.get(place.id);
    const area = { left: place.x, top: place.y, right: place.x + place.width, bottom: place.y + place.height };
    return shown ? [{ id: place.id, ...shown, place, area, ...unmarked, onSelect: select }] : [];
  });
}

/** The hops to draw, those that failed last: above the others. */
export function toHops(
  scene: Scene,
  graph: PositionedGraph,
  onSelect: Select,
  onHover: DrawnHop['onHover']
): DrawnHop[] {
  const select = (id: string) => onSelect({ type: 'hop', id });
  const hops = graph.edges.flatMap((place) => {
    const shown = scene.hops.get(place.id);
    if (!shown) {
      return [];
    }
    const { hop, label, tone, difference } = shown;
    const area = areaOf(place.path);
    return [{ id: hop.id, hop, label, tone, difference, place, area, ...unmarked, onSelect: select, onHover }];
  });
  return hops.sort((a, b) => Number(a.tone === 'error') - Number(b.tone === 'error'));
}

/** What is marked about the things in the graph; class names of graphStyles. */
export interface Marks {
  selected?: Place;
  current?: Place;
  /** All but these are dimmed. */
  lit?: { services: ReadonlySet<string>; hops: ReadonlySet<string> };
}

/** Marks things and leaves all others the same objects, so that they are not drawn again. */
export function markAll<Thing extends { id: string }>(type: Place['type'], things: Thing[], marks: Marks): Thing[] {
  return things.map((thing) => {
    const { selected, className } = markOf(type, thing.id, marks);
    return selected || className ? { ...thing, selected, marks: className } : thing;
  });
}

function markOf(type: Place['type'], id: string, { selected, current, lit }: Marks) {
  const is = (place: Place | undefined) => place?.type === type && place.id === id;
  const isLit = lit && (type === 'service' ? lit.services : lit.hops).has(id);
  const className = [is(current) ? MARKS.current : '', lit && !isLit ? MARKS.dim : ''].filter(Boolean).join(' ');
  return { selected: is(selected), className };
}
