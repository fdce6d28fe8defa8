import type { CardContents } from './card';
import type { Size } from './fit';
import { Box, clipped, Ink, Part, Run } from './parts';
import { Pill, pillParts, pillWidth } from './pill';

/** Pixels at zoom 1, of what is seen at a third of it and less. */
const NAME_TEXT = { x: 16, size: 28, height: 36 };
const BADGE_OFFSET = { right: 12, above: 20 };
const EDGE_WIDTH = { plain: 2, marked: 10, coloured: 8 };

/** A card from afar, where only shapes, colours and names tell: how it fared, and whether the error began there. */
export function farCardParts(contents: CardContents, size: Size, isMarked: boolean): Part[] {
  const { name, isPlaceholder, isStack, badge } = contents;
  const ink = badge && !badge.isFilled ? badge.ink : contents.ink;
  const isPlain = !badge && contents.status === '';
  const bounds = { kind: 'box', x: 0, y: 0, ...size, radius: 0 } as const;
  const width = isPlain ? EDGE_WIDTH.plain : EDGE_WIDTH.coloured;
  const card: Box = {
    ...bounds,
    role: 'card',
    fills: [isPlaceholder || isStack ? 'page' : 'surface'],
    line: { ink: isPlain ? 'edge' : ink, width, dashes: isPlaceholder ? [16, 12] : undefined },
  };
  const outset = EDGE_WIDTH.marked;
  const ring: Box = {
    ...{ kind: 'box', role: 'ring', x: -outset, y: -outset, width: size.width + 2 * outset, height: size.height + 2 * outset },
    ...{ radius: 0, fills: [], line: { ink: 'marked', width: EDGE_WIDTH.marked } },
  };
  const run: Run = { role: 'name', text: name, size: NAME_TEXT.size, ink: 'text' };
  const y = (size.height - NAME_TEXT.height) / 2;
  return [
    ...(isMarked ? [ring] : []),
    card,
    clipped({ role: 'name', x: NAME_TEXT.x, y, maxWidth: size.width - NAME_TEXT.x - 8, height: NAME_TEXT.height }, run),
    ...(badge?.isFilled ? farBadge(badge.text, badge.ink, size.width) : []),
  ];
}

function farBadge(text: string, ink: Ink, width: number): Part[] {
  const words = { text, size: 22, medium: true, ink: 'onFailure' } as const;
  const pill: Pill = { role: 'badge', words, height: 34, air: 12, fill: ink };
  return pillParts(pill, width - BADGE_OFFSET.right - pillWidth(pill), -BADGE_OFFSET.above);
}
