import { RefObject, useCallback, useEffect, useState } from 'react';

/** Shows an element on the full screen, where the browser allows it. */
export function useFullscreen(ref: RefObject<HTMLElement | null>) {
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const follow = () => setFull(ref.current !== null && document.fullscreenElement === ref.current);
    document.addEventListener('fullscreenchange', follow);
    return () => document.removeEventListener('fullscreenchange', follow);
  }, [ref]);
  const toggle = useCallback(() => {
    const done = document.fullscreenElement ? document.exitFullscreen() : ref.current?.requestFullscreen();
    // Refused, as in a frame that does not allow it: the graph stays as it is.
    done?.catch(() => undefined);
  }, [ref]);
  return { isFull, toggle, isAllowed: document.fullscreenEnabled };
}
