import { useEffect, useRef } from 'react';

/** Shows what is selected, once for each selection: afterwards the user may look elsewhere. */
interface ScrollTarget {
  /** Names the selection; "" for none. */
  of: string;
  /** Where the selection is in the list: undefined while it is being uncovered, -1 when it is not there. */
  find: () => number | undefined;
  show: (index: number) => void;
}

/** Brings a selection made in another view into sight; call it with each drawing. */
export function useScrollToSelection({ of, find, show }: ScrollTarget): void {
  const shown = useRef('');
  useEffect(() => {
    if (shown.current === of) {
      return;
    }
    const index = of === '' ? -1 : find();
    if (index !== undefined) {
      shown.current = of;
    }
    if (index !== undefined && index >= 0) {
      show(index);
    }
  });
}
