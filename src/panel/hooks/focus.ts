import { RefObject, useEffect } from 'react';

/** Moves the focus to an element when it appears and, when it goes, back to where it was. */
export function useFocusWhileOpen(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.focus({ preventScroll: true });
    return () => {
      // Unless the user has gone elsewhere meanwhile: the element took its focus along into nothing.
      const lost = document.activeElement === document.body;
      if (lost && before instanceof HTMLElement && before.isConnected) {
        before.focus({ preventScroll: true });
      }
    };
  }, [ref]);
}
