/**
 * What cards and labels are drawn of. One list of parts stands behind the page,
 * the moving bitmap and the saved picture, so that all three show the same.
 */
export type Part = Box | Text | Glyph;

/** Places are in pixels at zoom 1, from the upper left corner of the thing drawn. */
interface Place {
  /** What it is: unique among the parts of one thing. */
  role: string;
  x: number;
  y: number;
  /** What a pointer on it shows. */
  title?: string;
}

/** A box, whose line runs along the inner side of its edge. */
export interface Box extends Place {
  kind: 'box';
  width: number;
  height: number;
  radius: number;
  /** One over the other. */
  fills: Ink[];
  line?: { ink: Ink; width: number; dashes?: [on: number, off: number] };
}

/** Words on one line. */
export interface Text extends Place {
  kind: 'text';
  /** Whether the room begins at `x`, has its middle there, or ends. */
  align: 'start' | 'middle' | 'end';
  maxWidth: number;
  /** What does not fit the room ends in an ellipsis. Else the room was made for the words, which are shown whole. */
  clips: boolean;
  /** Of the line; the words stand in its middle. */
  height: number;
  runs: Run[];
}

/** Words that end where the room does. */
export function clipped(place: Omit<Text, 'kind' | 'align' | 'clips' | 'runs'>, ...runs: Run[]): Text {
  return { ...place, kind: 'text', align: 'start', clips: true, runs };
}

/** Words that are shown whole: their room is made for them. */
export function shownWhole(place: Omit<Text, 'kind' | 'maxWidth' | 'clips' | 'runs'>, run: Run): Text {
  return { ...place, kind: 'text', maxWidth: Math.ceil(widthOf(run.text, run.size)), clips: false, runs: [run] };
}

/** Words that look alike. */
export interface Run {
  role: string;
  text: string;
  size: number;
  medium?: boolean;
  ink: Ink;
  /** A colour that a dashboard's author chose, instead of the ink. */
  color?: string;
  /** Pixels before it. */
  gap?: number;
}

/** One of Grafana's icons. */
export interface Glyph extends Place {
  kind: 'icon';
  icon: string;
  size: number;
  ink: Ink;
}

/** The theme's colours by what they are for: the layout knows no theme. */
export type Ink =
  | 'text'
  | 'secondary'
  | 'disabled'
  | 'page'
  | 'surface'
  | 'edge'
  | 'faint'
  | 'marked'
  | 'busy'
  | 'error'
  | 'warning'
  | 'success'
  | 'info'
  | 'failure'
  | 'onFailure'
  | 'failureTint';

/** How wide words are. */
export type Measure = (text: string, run: Run) => number;

/** How high letters reach above the middle of their line, by their size: between Inter's ascent and descent. */
const RISE = 0.364;

/** Where the words of a text stand on. */
export function baselineOf({ y, height, runs }: Text): number {
  return y + height / 2 + RISE * sizeOf(runs);
}

/** The size of a text: that of its largest words. */
export function sizeOf(runs: Run[]): number {
  return runs.reduce((most, { size }) => Math.max(most, size), 0);
}

/** Where each run begins within the room and what of it fits; the last that fits in part ends in an ellipsis. */
export function fitRuns({ runs, maxWidth, clips }: Text, measure: Measure): Array<Run & { at: number; width: number }> {
  const fitted = [];
  let at = 0;
  for (const run of runs) {
    at += fitted.length > 0 ? (run.gap ?? 0) : 0;
    const text = clips ? clip(run, maxWidth - at, measure) : run.text;
    const width = text === '' ? 0 : measure(text, run);
    if (text !== '') {
      fitted.push({ ...run, text, at, width });
    }
    if (text !== run.text) {
      break;
    }
    at += width;
  }
  return fitted;
}

const ELLIPSIS = '…';

function clip(run: Run, maxWidth: number, measure: Measure): string {
  if (measure(run.text, run) <= maxWidth) {
    return run.text;
  }
  // The longest beginning that fits, by halves; whole characters, not halves of them.
  const characters = [...run.text];
  let [fits, tooLong] = [0, characters.length];
  while (tooLong - fits > 1) {
    const half = (fits + tooLong) >> 1;
    const isShort = measure(characters.slice(0, half).join('') + ELLIPSIS, run) <= maxWidth;
    [fits, tooLong] = isShort ? [half, tooLong] : [fits, half];
  }
  return fits === 0 ? '' : characters.slice(0, fits).join('') + ELLIPSIS;
}

/** How wide words are about, where no browser can tell: by the letters of Inter, rather too much than too little. */
export function widthOf(text: string, size: number): number {
  let width = 0;
  for (const character of text) {
    width += widthOfCharacter(character);
  }
  return width * size;
}

/** Shares of the size, the first that fits. Chinese, Japanese and Korean characters and pictures are square. */
const widths: Array<[RegExp, number]> = [
  [/[\u2e80-\u{10ffff}]/u, 1.05],
  [/[iljItfr.,:;'|!()[\] /-]/, 0.37],
  [/[W@]/, 1.03],
  [/[mwM%…]/, 0.9],
  [/[A-Z0-9&+=×~]/, 0.68],
];
const USUAL = 0.6;

const known = new Map<string, number>();

function widthOfCharacter(character: string): number {
  let width = known.get(character);
  if (width === undefined) {
    width = widths.find(([letters]) => letters.test(character))?.[1] ?? USUAL;
    known.set(character, width);
  }
  return width;
}
