import { useCallback, useEffect, useMemo, useRef } from 'react';
import { fit, fits, open, reveal, Room, zoomAt } from '../layout/fit';
import type { PositionedGraph } from '../layout/types';
import type { Camera } from './camera';

interface View {
  camera: Camera;
  graph: PositionedGraph;
  room: Room;
  /** The node to begin with when the whole is too much. */
  matters: string;
  /** The selected node, which is kept in sight. */
  selected?: string;
}

/** How much a button or a key zooms. */
const STEP = 1.2;

/**
 * Moves the camera when it must: to the whole when the graph's shape or its
 * room changes, to the selected node when that is out of sight. A refresh of
 * the figures, and what the user zoomed or panned to, stay.
 */
export function useViewport({ camera, graph, room, matters, selected }: View) {
  const shape = useMemo(() => shapeOf(graph), [graph]);
  const known = useRef('');
  const resized = useRef('');
  const revealed = useRef('');
  const movedByUser = useRef(false);
  const { width, height } = room;

  useEffect(() => {
    const isNew = known.current !== shape;
    const node = graph.nodes.find(({ id }) => id === selected);
    const sight = JSON.stringify([node?.id, width, height]);
    const isResized = resized.current !== `${width} ${height}`;
    known.current = shape;
    resized.current = `${width} ${height}`;
    movedByUser.current = movedByUser.current && !isNew;
    // Beside details there is less room for the whole; of a part, what is selected stays where it is.
    const refits = isNew || (isResized && (!node || fits(graph, { width, height })));
    let view = camera.now;
    if (refits && !movedByUser.current) {
      view = open(graph, { width, height }, matters);
    }
    // Once for each selection: afterwards the user may look elsewhere.
    if (node && revealed.current !== sight) {
      view = reveal(view, node, { width, height });
    }
    revealed.current = sight;
    if (view !== camera.now) {
      camera.jump(view);
    }
  }, [graph, shape, width, height, matters, selected, camera]);

  const zoom = useCallback(
    (by: 'in' | 'out' | 'fit') => {
      movedByUser.current = by !== 'fit';
      const middle = { x: width / 2, y: height / 2 };
      const step = by === 'in' ? STEP : 1 / STEP;
      camera.jump(by === 'fit' ? fit(graph, { width, height }) : zoomAt(camera.now, middle, step));
    },
    [camera, graph, width, height]
  );
  const onMove = useCallback(() => {
    movedByUser.current = true;
  }, []);
  return { zoom, onMove };
}

function shapeOf({ direction, nodes }: PositionedGraph): string {
  return JSON.stringify([direction, nodes.map(({ id, x, y }) => [id, x, y])]);
}
