import { Ink, Part, Run, shownWhole, widthOf } from './parts';

/** Words in a box with round ends, which is made for them: a badge, a label. */
export interface Pill {
  role: string;
  words: Pick<Run, 'text' | 'size' | 'medium' | 'ink'>;
  /** Before the words; "" for none. */
  icon?: string;
  height: number;
  /** Pixels at both ends. */
  air: number;
  fill: Ink;
  edge?: Ink;
}

const ICON = { size: 12, gap: 4 };

export function pillWidth({ words, icon, air }: Pick<Pill, 'words' | 'icon' | 'air'>): number {
  return Math.ceil(widthOf(words.text, words.size)) + 2 * air + (icon ? ICON.size + ICON.gap : 0);
}

export function pillParts(pill: Pill, x: number, y: number): Part[] {
  const { role, words, icon, height, air, fill, edge } = pill;
  const width = pillWidth(pill);
  const start = x + air + (icon ? ICON.size + ICON.gap : 0);
  const middle = (start + x + width - air) / 2;
  const line = edge && ({ ink: edge, width: 1 } as const);
  const sign = { role: `${role}Icon`, x: x + air, y: y + (height - ICON.size) / 2, size: ICON.size, ink: words.ink };
  return [
    { kind: 'box', role, x, y, width, height, radius: height / 2, fills: [fill], ...(line && { line }) },
    ...(icon ? [{ kind: 'icon', icon, ...sign } as const] : []),
    shownWhole({ role: `${role}Text`, align: 'middle', x: middle, y, height }, { role, ...words }),
  ];
}
