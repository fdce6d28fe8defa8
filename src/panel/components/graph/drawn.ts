import type { GrafanaTheme2 } from '@grafana/data';
import { cardParts } from '../../layout/card';
import { farCardParts } from '../../layout/farCard';
import type { Area } from '../../layout/fit';
import { labelParts, labelRoom } from '../../layout/label';
import type { Part } from '../../layout/parts';
import type { PositionedEdge, PositionedNode } from '../../layout/types';
import type { Difference } from '../../model/graph/compare';
import type { Health, Hop, Service } from '../../model/types';
import { cardContents, labelContents } from './contents';
import { MARK_CLASSES } from './marks';
import type { CardContext } from './serviceText';

/** A service as it is drawn. */
export interface DrawnService {
  id: string;
  service: Service;
  context: CardContext;
  place: PositionedNode;
  area: Area;
  selected: boolean;
  /** Class names of what is marked about it, "" for nothing. */
  marks: string;
  onSelect: (id: string) => void;
}

/** A hop as it is drawn. */
export interface DrawnHop {
  id: string;
  hop: Hop;
  place: PositionedEdge;
  /** What its line lies within. */
  area: Area;
  label: string;
  tone: Health;
  difference?: Difference;
  selected: boolean;
  /** Class names of what is marked about it, "" for nothing. */
  marks: string;
  onSelect: (id: string) => void;
  onHover: (id: string | undefined) => void;
}

type Marked = Pick<DrawnService, 'selected' | 'marks'>;

export function isMarked({ selected, marks }: Marked): boolean {
  return selected || marks.includes(MARK_CLASSES.current);
}

export function isDim({ marks }: Pick<Marked, 'marks'>): boolean {
  return marks.includes(MARK_CLASSES.dim);
}

/** The card of a service, for the page, the moving bitmap and the saved picture. */
export function partsOfCard(drawn: DrawnService, theme: GrafanaTheme2): Part[] {
  const { service, context, place } = drawn;
  const { width, height } = place;
  const radius = parseFloat(theme.shape.radius.default) || 0;
  return cardParts(cardContents(service, context), { width, height }, { isMarked: isMarked(drawn), radius });
}

/** The same from afar. */
export function partsOfFarCard(drawn: DrawnService): Part[] {
  const { width, height } = drawn.place;
  return farCardParts(cardContents(drawn.service, drawn.context), { width, height }, isMarked(drawn));
}

/** The label of a hop, for the same three. */
export function partsOfLabel(drawn: DrawnHop): Part[] {
  return labelParts(labelContents(drawn), { isMarked: isMarked(drawn), isDim: isDim(drawn) });
}

/** Where the label of a hop is: around the place that the layout gave it. */
export function areaOfLabel(drawn: DrawnHop): Area {
  const { width, height } = labelRoom(labelContents(drawn));
  const { x, y } = drawn.place.label;
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}
