import { useCallback, useRef, useState } from 'react';

import { type Cursor, cursorAt } from './cursor';
import type { Language } from './lexer';
import { type Names, suggest, type Suggestion } from './suggest';

interface Open {
  cursor: Cursor;
  items: Suggestion[];
  active: number;
}

/**
 * The list of what can be typed at the caret. An answer that comes after the caret
 * has moved on is dropped; a server that does not answer offers nothing.
 */
export function useSuggestions(language: Language, names: Names | undefined) {
  const [open, setOpen] = useState<Open>();
  const asked = useRef(0);

  const close = useCallback(() => {
    asked.current++;
    setOpen(undefined);
  }, []);

  const update = useCallback(
    async (text: string, caret: number) => {
      const turn = ++asked.current;
      const cursor = names && cursorAt(text, caret, language);
      const items = cursor ? await suggest(cursor, language, names).catch(() => []) : [];
      if (turn === asked.current) {
        setOpen(cursor && items.length > 0 ? { cursor, items, active: 0 } : undefined);
      }
    },
    [language, names]
  );

  const move = useCallback((by: number) => setOpen((now) => now && moved(now, by)), []);

  return { open, update, close, move };
}

function moved(open: Open, by: number): Open {
  const { length } = open.items;
  return { ...open, active: (open.active + by + length) % length };
}

/** The text with the choice in the place of what was typed, and where the caret goes. */
export function withChoice(
  text: string,
  { from, to }: Cursor,
  { insert }: Suggestion
): { text: string; caret: number } {
  const inQuotes = insert.endsWith('""') ? 1 : 0; // the caret goes between
  return { text: text.slice(0, from) + insert + text.slice(to), caret: from + insert.length - inQuotes };
}
