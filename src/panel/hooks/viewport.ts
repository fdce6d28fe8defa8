import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { fit, open, reveal, Room } from '../layout/fit';
import type { PositionedGraph } from '../layout/types';

interface View {
  graph: PositionedGraph;
  room: Room;
  /** The node to begin with when the whole is too much. */
  matters: string;
  /** The selected node, which is kept in sight. */
  selected?: string;
}

/**
 * Moves the viewport when it must: to the whole when the graph's shape or its
 * room changes, to the selected node when that is out of sight. A refresh of
 * the figures, and what the user zoomed or panned to, stay.
 */
export function useViewport({ graph, room, matters, selected }: View) {
  const { getViewport, setViewport } = useReactFlow();
  const shape = JSON.stringify([graph.direction, graph.nodes.map(({ id, x, y }) => [id, x, y])]);
  const known = useRef('');
  const revealed = useRef('');
  const movedByUser = useRef(false);
  const { width, height } = room;

  useEffect(() => {
    const isNew = known.current !== shape;
    const node = graph.nodes.find(({ id }) => id === selected);
    known.current = shape;
    movedByUser.current = movedByUser.current && !isNew;
    const sight = JSON.stringify([node?.id, width, height]);
    if (node && !isNew) {
      // Once for each selection: afterwards the user may look elsewhere.
      if (revealed.current !== sight) {
        setViewport(reveal(getViewport(), node, { width, height }));
      }
    } else if (!movedByUser.current) {
      setViewport(open(graph, { width, height }, matters));
    }
    revealed.current = sight;
  }, [graph, shape, width, height, matters, selected, getViewport, setViewport]);

  const fitView = useCallback(() => {
    movedByUser.current = false;
    setViewport(fit(graph, { width, height }));
  }, [graph, width, height, setViewport]);
  // React Flow gives no event for movements by code.
  const onMove = useCallback((event: unknown) => {
    movedByUser.current = movedByUser.current || Boolean(event);
  }, []);
  return { fitView, onMove };
}
