import { KeyboardEvent, useState } from 'react';

/** A list of rows that is one tab stop, whichever of its rows are drawn. */
interface List {
  count: number;
  /** How many rows a page has. */
  page: number;
  scrollTo: (index: number) => void;
  onChoose: (index: number) => void;
  /** Opens or closes a row; returns where to go instead when there is nothing to open or close. */
  onOpen: (index: number, open: boolean) => number | undefined;
}

/** Arrow keys move through the rows and open and close them, Enter chooses. `active` is the row of the keys. */
export function useListKeys({ count, page, scrollTo, onChoose, onOpen }: List) {
  const [wanted, setActive] = useState(0);
  const active = Math.min(wanted, count - 1);
  const goTo = (index: number) => {
    const next = Math.min(Math.max(index, 0), count - 1);
    setActive(next);
    scrollTo(next);
  };
  const open = (isOpen: boolean) => {
    const instead = onOpen(active, isOpen);
    if (instead !== undefined) {
      goTo(instead);
    }
  };
  const actions: Record<string, () => void> = {
    ArrowDown: () => goTo(active + 1),
    ArrowUp: () => goTo(active - 1),
    PageDown: () => goTo(active + page),
    PageUp: () => goTo(active - page),
    Home: () => goTo(0),
    End: () => goTo(count - 1),
    ArrowRight: () => open(true),
    ArrowLeft: () => open(false),
    Enter: () => onChoose(active),
    ' ': () => onChoose(active),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const action = actions[event.key];
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && event.target === event.currentTarget;
    if (action && plain && count > 0) {
      event.preventDefault();
      action();
    }
  };
  return { active, setActive, onKeyDown };
}
