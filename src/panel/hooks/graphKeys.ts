import { KeyboardEvent, useCallback, useState } from 'react';
import { go, Place, startOf, turnOf } from '../layout/topology';
import type { PositionedGraph } from '../layout/types';

interface Actions {
  selected?: Place;
  select: (place: Place) => void;
  zoom: (by: 'in' | 'out' | 'fit') => void;
}

const zooms: Record<string, 'in' | 'out' | 'fit'> = { '+': 'in', '=': 'in', '-': 'out', '0': 'fit' };

/**
 * The keyboard in the graph: arrows follow the calls, Enter selects, Escape
 * leaves once nothing is selected. The current place begins at the selection.
 */
export function useGraphKeys(graph: PositionedGraph | undefined, { selected, select, zoom }: Actions) {
  const [current, setCurrent] = useState<Place>();
  const [focused, setFocused] = useState(false);
  const at = graph && [current, selected, startOf(graph)].find((place) => place && isIn(graph, place));

  const onKeyDown = (event: KeyboardEvent) => {
    const turn = graph && turnOf(event.key, graph.direction);
    if (event.altKey || event.ctrlKey || event.metaKey || !graph || !at) {
      return;
    }
    if (turn) {
      setCurrent(go(graph, at, turn));
    } else if (event.key === 'Enter' || event.key === ' ') {
      select(at);
    } else if (zooms[event.key]) {
      zoom(zooms[event.key]);
    } else if (event.key === 'Escape' && !selected) {
      (event.currentTarget as HTMLElement).blur();
    } else {
      return;
    }
    event.preventDefault();
    if (event.key !== 'Enter') {
      event.stopPropagation();
    }
  };
  const moveTo = useCallback((place: Place) => setCurrent(place), []);
  return { current: at, focused, setFocused, onKeyDown, moveTo };
}

function isIn(graph: PositionedGraph, { type, id }: Place): boolean {
  return (type === 'service' ? graph.nodes : graph.edges).some((item) => item.id === id);
}
