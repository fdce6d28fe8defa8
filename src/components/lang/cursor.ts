import { type Language, lex, type Token } from './lexer';

/** What can stand at the caret. Values know the name that they belong to. */
export type Want =
  | { kind: 'name'; selector: string }
  | { kind: 'operator' }
  | { kind: 'value'; name: string; operator: string; selector: string }
  | { kind: 'join' }
  | { kind: 'stage'; selector: string }
  | { kind: 'select' };

export interface Cursor {
  want: Want;
  /** What is replaced by a choice: the word or string that the caret is in. */
  from: number;
  to: number;
  /** What of it is typed already, without quotes. */
  typed: string;
}

/** Says what can be typed at the caret, or nothing where there is nothing to offer. */
export function cursorAt(text: string, caret: number, language: Language): Cursor | undefined {
  const tokens = lex(text, language);
  const word = tokens.find(({ kind, from, text: own }) => isWord(kind) && from < caret && caret <= from + own.length);
  if (word && isClosedBefore(word, caret)) {
    return undefined;
  }
  const from = word?.from ?? caret;
  const before = tokens.filter((token) => token.from < from && token.kind !== 'space' && token.kind !== 'comment');
  const selector = language === 'logql' ? selectorOf(tokens, from) : '';
  const want = wantAfter(before, selector, word);
  return want && { want, from, to: word ? from + word.text.length : caret, typed: typedOf(text.slice(from, caret)) };
}

function isWord(kind: Token['kind']): boolean {
  return ['name', 'keyword', 'string', 'number', 'other'].includes(kind);
}

/** Behind a closing quote a value is written to its end. */
function isClosedBefore({ kind, text, from }: Token, caret: number): boolean {
  const isClosed = text.length > 1 && text.at(-1) === text[0];
  return kind === 'string' && isClosed && caret === from + text.length;
}

function typedOf(text: string): string {
  return text.replace(/^["`]/, '');
}

function wantAfter(before: Token[], selector: string, word: Token | undefined): Want | undefined {
  const last = before.at(-1);
  if (!isInside(before)) {
    return wantOutside(last, selector, word);
  }
  if (!last || last.text === '{' || last.text === ',' || last.text === '(' || isJoin(last)) {
    return word?.kind === 'string' ? undefined : { kind: 'name', selector };
  }
  if (last.kind === 'operator') {
    const name = before.at(-2)?.text ?? '';
    return { kind: 'value', name, operator: last.text, selector };
  }
  if (word?.kind === 'string') {
    return undefined;
  }
  return before.at(-2)?.kind === 'operator' && !isJoin(before.at(-2)!) ? { kind: 'join' } : { kind: 'operator' };
}

/** Between braces, in LogQL's stream selector or TraceQL's spanset. */
function isInside(before: Token[]): boolean {
  const depth = before.reduce((n, { text }) => n + (text === '{' ? 1 : text === '}' ? -1 : 0), 0);
  return depth > 0;
}

function isJoin({ text }: Token): boolean {
  return text === '&&' || text === '||';
}

function wantOutside(last: Token | undefined, selector: string, word: Token | undefined): Want | undefined {
  if (word?.kind === 'string' || !last) {
    return undefined;
  }
  if (last.text === '|') {
    return { kind: 'stage', selector };
  }
  return last.text === '}' ? { kind: 'select' } : undefined;
}

/**
 * LogQL's stream selector, of which only what is whole before the caret when that is
 * inside: it narrows what is offered to what can match.
 */
function selectorOf(tokens: Token[], caret: number): string {
  const start = tokens.findIndex(({ text }) => text === '{');
  const end = tokens.findIndex(({ text }) => text === '}');
  const isPast = end >= 0 && tokens[end].from < caret;
  if (start < 0 || isPast) {
    return textOf(tokens.slice(Math.max(start, 0), end + 1));
  }
  const typed = tokens.slice(start + 1).filter(({ from }) => from < caret);
  const whole = typed.slice(0, Math.max(typed.map(({ text }) => text).lastIndexOf(','), 0));
  return whole.length > 0 ? `{${textOf(whole)}}` : '';
}

function textOf(tokens: Token[]): string {
  return tokens.map(({ text }) => text).join('');
}
