import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

export interface Size {
  width: number;
  height: number;
}

/** The size of an element in whole pixels, undefined until it is laid out. */
export function useSize<T extends HTMLElement>(): [RefObject<T>, Size | undefined] {
  const ref = useRef<T>(null);
  const [size, setSize] = useState<Size>();

  useLayoutEffect(() => {
    if (!ref.current) {
      return undefined;
    }
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect;
      setSize(width > 0 && height > 0 ? { width: Math.floor(width), height: Math.floor(height) } : undefined);
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);

  return [ref, size];
}
