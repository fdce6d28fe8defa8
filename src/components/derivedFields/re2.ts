/**
 * Grafana matches derived fields in the browser; the plugin's backend reads RE2
 * (https://github.com/google/re2/wiki/Syntax), which never goes back in a text and so lacks
 * look-arounds and references to groups.
 */

/** An expression in RE2's syntax, piece by piece. */
export interface Expression {
  pieces: string[];
  /** The piece that opens the first capturing group and the one that closes it; -1 when there is none. */
  open: number;
  close: number;
}

/** The expression, or what it has that RE2 lacks: a phrase about the pattern. */
export type Converted = { expression: Expression } | { reason: string };

/** The most that RE2 repeats. */
const maxRepeats = 1000;

const pieces = new RegExp(
  [
    String.raw`\\u\{[0-9a-fA-F]+\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\[^]`,
    String.raw`\[(?:\\[^]|[^\]\\])*\]`,
    String.raw`\(\?(?:<[=!]|P?<[A-Za-z_]\w*>|[=!:]|[imsU-]+[:)])|\(`,
    String.raw`\{\d+(?:,\d*)?\}`,
    String.raw`[^]`,
  ].join('|'),
  'gu'
);

/** Converts what means the same in RE2; the first capturing group captures what it did. */
export function toRE2(pattern: string): Converted {
  const read = pattern.match(pieces) ?? [];
  const converted = [...read];
  const reason =
    firstReason(read, (piece, at) => convertPiece(converted, piece, at)) ??
    firstReason(read, (piece, at) => (isLook(piece) ? convertLook(read, converted, piece, at) : undefined));
  if (reason || !isValid(converted.join(''))) {
    return { reason: reason ?? 'is not a valid expression' };
  }
  const open = converted.findIndex((piece) => piece === '(' || /^\(\?P?<\w/.test(piece));
  return { expression: { pieces: converted, open, close: open < 0 ? -1 : closingOf(read, open) } };
}

function firstReason(all: string[], convert: (piece: string, at: number) => string | undefined): string | undefined {
  return all.map(convert).find((reason) => reason !== undefined);
}

/** Writes a piece that stands by itself into `into`, and returns why that cannot be. */
function convertPiece(into: string[], piece: string, at: number): string | undefined {
  switch (piece[0]) {
    case '\\':
      return convertEscape(into, piece, at);
    case '[':
      return convertClass(into, piece, at);
    case '{':
      return (piece.match(/\d+/g) ?? []).some((n) => Number(n) > maxRepeats)
        ? `repeats something more than ${maxRepeats} times`
        : undefined;
    default:
      return undefined;
  }
}

function convertEscape(into: string[], piece: string, at: number): string | undefined {
  if (/^\\[1-9k]$/.test(piece)) {
    return 'refers back to one of its groups, which RE2 cannot';
  }
  into[at] = escapeOf(piece);
  return undefined;
}

/** Escaped letters without a meaning are the letters themselves. */
function escapeOf(piece: string): string {
  const point = /^\\u\{?([0-9a-fA-F]+)\}?$/.exec(piece)?.[1];
  if (point) {
    return `\\x{${point}}`;
  }
  const isPlain = /^\\[^dDwWsSbBnrtfv0x]$/u.test(piece) && /^\\[\p{L}\P{ASCII}]$/u.test(piece);
  return isPlain ? piece.slice(1) : piece;
}

function convertClass(into: string[], piece: string, at: number): string | undefined {
  if (piece === '[]' || piece === '[') {
    return 'is not a valid expression';
  }
  const inside = piece.slice(1, -1).replace(/\\u[0-9a-fA-F]{4}|\\[^]|\[/gu, (part) => {
    const inClass: Record<string, string> = { '\\b': '\\x08', '\\B': 'B', '[': '\\[' };
    return inClass[part] ?? escapeOf(part);
  });
  into[at] = piece === '[^]' ? '[\\s\\S]' : `[${inside}]`;
  return undefined;
}

const isLook = (piece: string) => /^\(\?<?[=!]/.test(piece);

/**
 * What is looked at before the beginning of a match, or after its end, may as well be matched: the groups capture the
 * same. Elsewhere it may not.
 */
function convertLook(all: string[], into: string[], piece: string, at: number): string | undefined {
  const isBehind = piece.includes('<');
  const end = closingOf(all, at);
  const isOutermost = isBehind ? startsAlternative(all, at) : endsAlternative(all, end);
  if (isOutermost && piece.endsWith('=')) {
    into[at] = '(?:';
    return undefined;
  }
  const other = end === at + 2 ? anyBut(into[at + 1]) : undefined;
  if (isOutermost && other) {
    [into[at], into[at + 1]] = [isBehind ? '(?:^|' : '(?:$|', other];
    return undefined;
  }
  return isBehind ? 'uses a look-behind, which RE2 lacks' : 'uses a look-ahead, which RE2 lacks';
}

function startsAlternative(all: string[], at: number): boolean {
  return depthAt(all, at) === 0 && (at === 0 || all[at - 1] === '|' || /^\(\?[imsU-]+\)$/.test(all[at - 1]));
}

function endsAlternative(all: string[], end: number): boolean {
  return depthAt(all, end) === 1 && (end === all.length - 1 || all[end + 1] === '|');
}

const opens = (piece: string) => piece.startsWith('(') && !piece.endsWith(')');

/** How many groups are open before a piece. */
function depthAt(all: string[], at: number): number {
  return all.slice(0, at).reduce((depth, piece) => depth + (opens(piece) ? 1 : piece === ')' ? -1 : 0), 0);
}

/** The piece that closes the group that another opens. */
function closingOf(all: string[], open: number): number {
  const depth = depthAt(all, open);
  return all.findIndex((piece, at) => at > open && piece === ')' && depthAt(all, at) === depth + 1);
}

/** Matches each character that a piece for one character does not. */
function anyBut(piece: string): string | undefined {
  if (/^\\[wds]$/i.test(piece)) {
    const letter = piece[1];
    return `\\${letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()}`;
  }
  if (/^\[.+\]$/su.test(piece)) {
    return piece[1] === '^' ? `[${piece.slice(2)}` : `[^${piece.slice(1)}`;
  }
  return /^[\w"':=,;/ -]$/.test(piece) ? `[^${piece}]` : undefined;
}

/** JavaScript's own judgement, without what only RE2 knows. */
function isValid(pattern: string): boolean {
  const inJavaScript = pattern
    .replace(/\(\?[imsU-]+\)/g, '')
    .replace(/\(\?[imsU-]+:/g, '(?:')
    .replace(/\(\?P</g, '(?<')
    .replace(/\\x\{[0-9a-fA-F]+\}/g, 'x');
  try {
    return Boolean(new RegExp(inJavaScript));
  } catch {
    return false;
  }
}
