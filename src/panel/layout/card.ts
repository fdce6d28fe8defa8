import { Box, clipped, Glyph, Ink, Part, Run, shownWhole } from './parts';
import { Pill, pillParts, pillWidth } from './pill';
import type { Size } from './fit';

/** What a service's card says, in the words and icons that it says it by. */
export interface CardContents {
  name: string;
  subtitle: string;
  icon: string;
  /** How it fared: the colour of its edge, its figures and its status. */
  ink: Ink;
  /** It failed: the edge and the ground are coloured, too. */
  isBad: boolean;
  /** An icon, "" when all is well. */
  status: string;
  /** Nothing but a place: a service that sent no spans, or one that is gone. */
  isPlaceholder: boolean;
  /** It stands for several. */
  isStack: boolean;
  figure: { unit: string; value: string; color?: string };
  trouble: string;
  lines?: { count: string; title: string };
  badge?: { text: string; icon?: string; ink: Ink; isFilled: boolean };
  /** The bar below: what part of it is filled, if any. */
  track: { busy?: { from: number; to: number; ink: Ink }; title?: string };
}

/** How a card state that is not its service's doing. */
export interface CardState {
  /** It is selected, or the keyboard is there. */
  isMarked: boolean;
  /** Of its corners, as the theme has it. */
  radius: number;
}

/** Pixels: the edge with the air within it, rows and what is in them. */
const CARD_PADDING = { x: 11, y: 9 };
const ROW_HEIGHT = { name: 20, subtitle: 16, figures: 20, track: 4 };
const ICON_SIZE = { kind: 16, status: 16, lines: 14 };
const BADGE_OFFSET = { right: 13, above: 9 };
const ITEM_GAP = 6;
/** The least part of the bar that can be seen. */
const MIN_BUSY_SHARE = 0.015;

/** The card of a service, from the ground up. */
export function cardParts(contents: CardContents, size: Size, state: CardState): Part[] {
  const rows = rowsOf(contents.subtitle !== '', size.height);
  return [
    ...ground(contents, size, state),
    ...nameRow(contents, size.width, rows.name),
    ...subtitleRow(contents, size.width, rows.subtitle),
    ...figuresRow(contents, size.width, rows.figures),
    ...track(contents, size.width, rows.track),
    ...badge(contents, size.width),
  ];
}

/** Where rows begin, in whole pixels: the air is shared between those that there are. */
function rowsOf(hasSubtitle: boolean, height: number) {
  const taken = ROW_HEIGHT.name + (hasSubtitle ? ROW_HEIGHT.subtitle : 0) + ROW_HEIGHT.figures + ROW_HEIGHT.track;
  const air = (height - 2 * CARD_PADDING.y - taken) / (hasSubtitle ? 3 : 2);
  const subtitle = Math.round(CARD_PADDING.y + ROW_HEIGHT.name + air);
  const figures = hasSubtitle ? Math.round(CARD_PADDING.y + ROW_HEIGHT.name + ROW_HEIGHT.subtitle + 2 * air) : subtitle;
  return { name: CARD_PADDING.y, subtitle, figures, track: height - CARD_PADDING.y - ROW_HEIGHT.track };
}

function ground({ ink, isBad, isPlaceholder, isStack }: CardContents, size: Size, state: CardState): Part[] {
  const bounds = { kind: 'box', x: 0, y: 0, ...size, radius: state.radius } as const;
  const fill: Ink = isPlaceholder || isStack ? 'page' : 'surface';
  const box: Box = {
    ...bounds,
    role: 'card',
    fills: isBad && !isPlaceholder && !isStack ? [fill, 'failureTint'] : [fill],
    line: { ink: isBad ? ink : 'edge', ...(isPlaceholder ? { width: 2, dashes: [6, 4] } : { width: 1 }) },
  };
  const below: Box = { ...bounds, role: 'stack', x: 4, y: 4, fills: ['surface'], line: { ink: 'edge', width: 1 } };
  return [...(isStack ? [below] : []), ...(state.isMarked ? [ring(bounds)] : []), box];
}

/** What is around a thing that is selected, or where the keyboard is. */
export function ring({ width, height, radius }: Pick<Box, 'width' | 'height' | 'radius'>, thickness = 2): Box {
  const out = 2 + thickness;
  return {
    ...{ kind: 'box', role: 'ring', x: -out, y: -out, width: width + 2 * out, height: height + 2 * out },
    ...{ radius: radius + out, fills: [], line: { ink: 'marked', width: thickness } },
  };
}

function nameRow({ name, icon, status, ink }: CardContents, width: number, y: number): Part[] {
  const row = { y, height: ROW_HEIGHT.name };
  const x = CARD_PADDING.x + ICON_SIZE.kind + ITEM_GAP;
  const end = width - CARD_PADDING.x - (status ? ICON_SIZE.status + ITEM_GAP : 0);
  const run: Run = { role: 'name', text: name, size: 15, medium: true, ink: 'text' };
  const sign = { role: 'status', icon: status, x: width - CARD_PADDING.x - ICON_SIZE.status, size: ICON_SIZE.status, ink };
  return [
    glyph({ role: 'kind', icon, x: CARD_PADDING.x, size: ICON_SIZE.kind, ink: 'secondary' }, row),
    clipped({ role: 'name', x, maxWidth: end - x, ...row }, run),
    ...(status ? [glyph(sign, row)] : []),
  ];
}

function subtitleRow({ subtitle }: CardContents, width: number, y: number): Part[] {
  const place = { role: 'subtitle', x: CARD_PADDING.x, y, maxWidth: width - 2 * CARD_PADDING.x, height: ROW_HEIGHT.subtitle };
  return subtitle ? [clipped(place, { role: 'subtitle', text: subtitle, size: 12, ink: 'secondary' })] : [];
}

function figuresRow({ figure, trouble, lines, ink }: CardContents, width: number, y: number): Part[] {
  const runs: Run[] = [
    { role: 'unit', text: figure.unit, size: 11, ink: 'secondary' },
    { role: 'figure', text: figure.value, size: 15, medium: true, ink: 'text', color: figure.color, gap: 4 },
    { role: 'trouble', text: trouble, size: 12, medium: true, ink, gap: ITEM_GAP },
  ];
  const row = { y, height: ROW_HEIGHT.figures };
  const counted = lines ? linesUpTo(width - CARD_PADDING.x, lines, row) : [];
  const end = counted.length > 0 ? counted[0].x - ITEM_GAP : width - CARD_PADDING.x;
  const shown = runs.filter(({ text }) => text !== '');
  return [clipped({ role: 'figures', x: CARD_PADDING.x, maxWidth: end - CARD_PADDING.x, ...row }, ...shown), ...counted];
}

/** An icon and how many lines there are, up to an end. */
function linesUpTo(end: number, { count, title }: { count: string; title: string }, row: Row): Part[] {
  const ink = 'secondary';
  const text = shownWhole(
    { role: 'lines', align: 'end', x: end, ...row, title },
    { role: 'lines', text: count, size: 13, ink }
  );
  const x = end - text.maxWidth - 4 - ICON_SIZE.lines;
  return [glyph({ role: 'linesIcon', icon: 'align-left', x, size: ICON_SIZE.lines, ink, title }, row), text];
}

type Row = Pick<Box, 'y' | 'height'>;

/** An icon in the middle of a row. */
function glyph(icon: Omit<Glyph, 'kind' | 'y'>, { y, height }: Row): Glyph {
  return { ...icon, kind: 'icon', y: y + (height - icon.size) / 2 };
}

/** When it was busy, or how much of it failed; what is short can be seen, too. */
function track({ track: { busy, title } }: CardContents, width: number, y: number): Part[] {
  const whole: Box = { ...bar('track', CARD_PADDING.x, width - 2 * CARD_PADDING.x, y), fills: ['faint'], title };
  if (!busy) {
    return [whole];
  }
  const [from, to] = [busy.from, busy.to].map((share) => Math.min(Math.max(share, 0), 1));
  const long = Math.max(to - from, MIN_BUSY_SHARE) * whole.width;
  const x = Math.min(whole.x + from * whole.width, whole.x + whole.width - long);
  return [whole, { ...bar('busy', x, long, y), fills: [busy.ink], title }];
}

function bar(role: string, x: number, width: number, y: number): Box {
  return { kind: 'box', role, x, y, width, height: ROW_HEIGHT.track, radius: ROW_HEIGHT.track / 2, fills: [] };
}

/** On the card's edge: that the error began here, or how it differs from another journey. */
function badge(contents: CardContents, width: number): Part[] {
  if (!contents.badge) {
    return [];
  }
  const { text, icon, ink, isFilled } = contents.badge;
  const words = { text, size: 12, medium: true, ink: isFilled ? 'onFailure' : ink } as const;
  const style = isFilled ? { fill: ink, height: 18 } : { fill: 'page' as const, edge: ink, height: 20 };
  const pill: Pill = { role: 'badge', words, icon, air: ITEM_GAP, ...style };
  return pillParts(pill, width - BADGE_OFFSET.right - pillWidth(pill), -BADGE_OFFSET.above);
}
