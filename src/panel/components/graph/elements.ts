import { areaOf } from '../../layout/route';
import type { Place } from '../../layout/topology';
import type { PositionedGraph } from '../../layout/types';
import type { StyledGraph } from './styledGraph';
import type { DrawnHop, DrawnService } from './drawn';
import { MARK_CLASSES } from './marks';

type Select = (place: Place) => void;

const unmarked = { selected: false, marks: '' };

/** The services to draw. */
export function toServices(styled: StyledGraph, graph: PositionedGraph, onSelect: Select): DrawnService[] {
  const select = (id: string) => onSelect({ type: 'service', id });
  return graph.nodes.flatMap((place) => {
    const shown = styled.services.get(place.id);
    const area = { left: place.x, top: place.y, right: place.x + place.width, bottom: place.y + place.height };
    return shown ? [{ id: place.id, ...shown, place, area, ...unmarked, onSelect: select }] : [];
  });
}

/** The hops to draw, those that failed last: above the others. */
export function toHops(
  styled: StyledGraph,
  graph: PositionedGraph,
  onSelect: Select,
  onHover: DrawnHop['onHover']
): DrawnHop[] {
  const select = (id: string) => onSelect({ type: 'hop', id });
  const hops = graph.edges.flatMap((place) => {
    const shown = styled.hops.get(place.id);
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
  highlighted?: { services: ReadonlySet<string>; hops: ReadonlySet<string> };
}

/** Marks things and leaves all others the same objects, so that they are not drawn again. */
export function markAll<Item extends { id: string }>(type: Place['type'], items: Item[], marks: Marks): Item[] {
  return items.map((item) => {
    const { selected, className } = markOf(type, item.id, marks);
    return selected || className ? { ...item, selected, marks: className } : item;
  });
}

function markOf(type: Place['type'], id: string, { selected, current, highlighted }: Marks) {
  const is = (place: Place | undefined) => place?.type === type && place.id === id;
  const isHighlighted = highlighted && (type === 'service' ? highlighted.services : highlighted.hops).has(id);
  const className = [is(current) ? MARK_CLASSES.current : '', highlighted && !isHighlighted ? MARK_CLASSES.dim : ''].filter(Boolean).join(' ');
  return { selected: is(selected), className };
}
