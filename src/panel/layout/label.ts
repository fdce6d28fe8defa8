import { ring } from './card';
import type { Size } from './fit';
import type { Ink, Part } from './parts';
import { pillParts, pillWidth } from './pill';

/** What the label of a hop says. */
export interface LabelContents {
  text: string;
  /** "" for none. */
  icon: string;
  /** Of the icon, the words and the edge. */
  ink: Ink;
  /** Nothing is the matter: the words are plain and the edge is faint. */
  isPlain: boolean;
}

const LABEL = { height: 22, air: 7, size: 12 };

export function labelRoom({ text, icon }: Pick<LabelContents, 'text' | 'icon'>): Size {
  return {
    width: pillWidth({ words: { text, size: LABEL.size, ink: 'text' }, icon, air: LABEL.air }),
    height: LABEL.height,
  };
}

interface LabelState {
  /** It is selected, or the keyboard is there. */
  isMarked: boolean;
  /** It is out of the way: still opaque, or the line below would run through the words. */
  isDim: boolean;
}

/** The label of a hop, as a pill. */
export function labelParts(contents: LabelContents, { isMarked, isDim }: LabelState): Part[] {
  const { text, icon, isPlain } = contents;
  const { width, height } = labelRoom(contents);
  const ink = isDim ? 'disabled' : isPlain ? 'text' : contents.ink;
  const edge = isDim || isPlain ? 'faint' : contents.ink;
  const words = { text, size: LABEL.size, ink };
  return [
    ...(isMarked ? [ring({ width, height, radius: height / 2 })] : []),
    ...pillParts({ role: 'label', words, icon, height, air: LABEL.air, fill: 'page', edge }, 0, 0),
  ];
}
