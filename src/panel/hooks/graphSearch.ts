import { useMemo, useState } from 'react';
import type { Service } from '../model/types';

export interface GraphSearch {
  text: string;
  count: number;
  /** Which of the found is shown, from 1; 0 before the first. */
  at: number;
  found?: Service;
  setText: (text: string) => void;
  next: (by: 1 | -1) => void;
}

/** Finds services by parts of their names, one after the other, also those inside collapsed namespaces. */
export function useGraphSearch(services: Service[], onFound: (service: Service) => void): GraphSearch {
  const [text, setText] = useState('');
  const [index, setIndex] = useState(-1);
  const matches = useMemo(() => find(services, text), [services, text]);
  const next = (by: 1 | -1) => {
    if (matches.length > 0) {
      const to = (Math.max(index, by === 1 ? -1 : 0) + by + matches.length) % matches.length;
      setIndex(to);
      onFound(matches[to]);
    }
  };
  const change = (changed: string) => {
    setText(changed);
    setIndex(-1);
  };
  return { text, count: matches.length, at: index + 1, found: matches[index], setText: change, next };
}

function find(services: Service[], text: string): Service[] {
  const wanted = text.trim().toLowerCase();
  return wanted === '' ? [] : services.filter(({ id, name }) => `${name}\n${id}`.toLowerCase().includes(wanted));
}
