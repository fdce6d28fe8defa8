import type { CardContents } from './card';
import type { Room } from './fit';
import { Box, clipped, Ink, Part, Run } from './parts';
import { Pill, pillParts, pillWidth } from './pill';

/** Pixels at zoom 1, of what is seen at a third of it and less. */
const NAME = { x: 16, size: 28, height: 36 };
const BADGE = { right: 12, above: 20 };
const EDGE = { plain: 2, marked: 10, coloured: 8 };

/** A card from afar, where only shapes, colours and names tell: how it fared, and whether the error began there. */
export function farCardParts(contents: CardContents, room: Room, isMarked: boolean): Part[] {
  const { name, isPlaceholder, isStack, badge } = contents;
  const ink = badge && !badge.isFilled ? badge.ink : contents.ink;
  const isPlain = !badge && contents.status === '';
  const whole = { kind: 'box', x: 0, y: 0, ...room, radius: 0 } as const;
  const width = isPlain ? EDGE.plain : EDGE.coloured;
  const card: Box = {
    ...whole,
    role: 'card',
    fills: [isPlaceholder || isStack ? 'page' : 'surface'],
    line: { ink: isPlain ? 'edge' : ink, width, dashes: isPlaceholder ? [16, 12] : undefined },
  };
  const out = EDGE.marked;
  const ring: Box = {
    ...{ kind: 'box', role: 'ring', x: -out, y: -out, width: room.width + 2 * out, height: room.height + 2 * out },
    ...{ radius: 0, fills: [], line: { ink: 'marked', width: EDGE.marked } },
  };
  const run: Run = { role: 'name', text: name, size: NAME.size, ink: 'text' };
  const y = (room.height - NAME.height) / 2;
  return [
    ...(isMarked ? [ring] : []),
    card,
    clipped({ role: 'name', x: NAME.x, y, room: room.width - NAME.x - 8, height: NAME.height }, run),
    ...(badge?.isFilled ? farBadge(badge.text, badge.ink, room.width) : []),
  ];
}

function farBadge(text: string, ink: Ink, width: number): Part[] {
  const words = { text, size: 22, medium: true, ink: 'onFailure' } as const;
  const pill: Pill = { role: 'badge', words, height: 34, air: 12, fill: ink };
  return pillParts(pill, width - BADGE.right - pillWidth(pill), -BADGE.above);
}
