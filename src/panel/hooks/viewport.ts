import { useCallback, useEffect, useMemo, useRef } from 'react';
import { fit, fits, open, reveal, Size, zoomAt } from '../layout/fit';
import type { PositionedGraph } from '../layout/types';
import type { Camera } from './camera';

interface View {
  camera: Camera;
  graph: PositionedGraph;
  paneSize: Size;
  /** The node to begin with when the whole is too much. */
  initialNode: string;
  /** The selected node, which is kept in sight. */
  selected?: string;
}

/** How much a button or a key zooms. */
const ZOOM_STEP = 1.2;

/**
 * Moves the camera when it must: to the whole when the graph's shape or its
 * room changes, to the selected node when that is out of sight. A refresh of
 * the figures, and what the user zoomed or panned to, stay.
 */
export function useViewport({ camera, graph, paneSize, initialNode, selected }: View) {
  const shape = useMemo(() => shapeOf(graph), [graph]);
  const known = useRef('');
  const resized = useRef('');
  const revealed = useRef('');
  const movedByUser = useRef(false);
  const { width, height } = paneSize;

  useEffect(() => {
    const isNew = known.current !== shape;
    const node = graph.nodes.find(({ id }) => id === selected);
    const shownState = JSON.stringify([node?.id, width, height]);
    const isResized = resized.current !== `${width} ${height}`;
    known.current = shape;
    resized.current = `${width} ${height}`;
    movedByUser.current = movedByUser.current && !isNew;
    // Beside details there is less room for the whole; of a part, what is selected stays where it is.
    const refits = isNew || (isResized && (!node || fits(graph, { width, height })));
    let view = camera.now;
    if (refits && !movedByUser.current) {
      view = open(graph, { width, height }, initialNode);
    }
    // Once for each selection: afterwards the user may look elsewhere.
    if (node && revealed.current !== shownState) {
      view = reveal(view, node, { width, height });
    }
    revealed.current = shownState;
    if (view !== camera.now) {
      camera.jump(view);
    }
  }, [graph, shape, width, height, initialNode, selected, camera]);

  const zoom = useCallback(
    (by: 'in' | 'out' | 'fit') => {
      movedByUser.current = by !== 'fit';
      const middle = { x: width / 2, y: height / 2 };
      const step = by === 'in' ? ZOOM_STEP : 1 / ZOOM_STEP;
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
