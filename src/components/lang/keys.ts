import type { KeyboardEvent } from 'react';

export interface KeyActions {
  run: () => void;
  offer: () => void;
  pick: () => void;
  move: (by: number) => void;
  close: () => void;
}

/** What a key does in a query field; nothing for keys that the browser handles. */
export function actionOf(event: KeyboardEvent, isListOpen: boolean, on: KeyActions): (() => void) | undefined {
  const withModifier = event.shiftKey || event.ctrlKey || event.metaKey;
  if (event.key === 'Enter' && withModifier) {
    return on.run;
  }
  if (event.key === ' ' && event.ctrlKey) {
    return on.offer;
  }
  return isListOpen && !withModifier ? listAction(event.key, on) : undefined;
}

function listAction(key: string, on: KeyActions): (() => void) | undefined {
  switch (key) {
    case 'ArrowDown':
      return () => on.move(1);
    case 'ArrowUp':
      return () => on.move(-1);
    case 'Enter':
    case 'Tab':
      return on.pick;
    case 'Escape':
      return on.close;
  }
  return undefined;
}
