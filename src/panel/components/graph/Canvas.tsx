import { useStyles2 } from '@grafana/ui';
import { css, cx } from '@emotion/css';
import React, { useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { Camera, useSettled } from '../../hooks/camera';
import { useGestures } from '../../hooks/gestures';
import { isFar, Size } from '../../layout/fit';
import type { PositionedGraph } from '../../layout/types';
import type { DrawnHop, DrawnService } from './drawn';
import { GraphMap } from './GraphMap';
import { GRAPH_CLASSES } from './graphStyles';
import { GraphBitmap } from './bitmap/GraphBitmap';
import { GraphElements } from './GraphElements';

interface Props {
  camera: Camera;
  paneSize: Size;
  graph: PositionedGraph;
  services: DrawnService[];
  hops: DrawnHop[];
  showMap: boolean;
  onMove: () => void;
}

/** Of more services or hops only those in sight are drawn, and while they move a picture of them. */
const MAX_LIVE_ELEMENTS = 120;

/** The graph for the eye and the pointer: it can be zoomed and panned, and has no stop for the keyboard. */
export function Canvas({ camera, paneSize, graph, services, hops, showMap, onMove }: Props) {
  const styles = useStyles2(getStyles);
  const pane = useRef<HTMLDivElement>(null);
  const world = useRef<HTMLDivElement>(null);
  const isBig = services.length > MAX_LIVE_ELEMENTS || hops.length > MAX_LIVE_ELEMENTS;
  const far = isFar(useSettled(camera));
  const isMoving = useSyncExternalStore(camera.subscribe, () => camera.isMoving);
  const showsBitmap = far || (isBig && isMoving);
  useGestures(pane, camera, onMove);

  useLayoutEffect(() => {
    const follow = () => {
      const { x, y, zoom } = isBig ? camera.settled : camera.now;
      if (world.current) {
        world.current.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
      }
    };
    follow();
    return camera.subscribe(follow);
  }, [camera, isBig]);

  return (
    <>
      <div ref={pane} className={GRAPH_CLASSES.pane}>
        <div ref={world} className={cx(GRAPH_CLASSES.world, showsBitmap ? styles.hidden : isMoving && styles.moving)}>
          {!far && <GraphElements {...{ camera, paneSize, services, hops }} onlyVisible={isBig} />}
        </div>
        {(far || isBig) && <GraphBitmap {...{ camera, paneSize, graph, services, hops }} shown={showsBitmap} />}
      </div>
      {showMap && <GraphMap {...{ camera, paneSize, graph, services, onMove }} />}
    </>
  );
}

const getStyles = () => ({
  // Not by `visibility`, which all that is in it would have to learn.
  hidden: css({ opacity: 0 }),
  // A layer of its own that moves without being painted again; only meanwhile, or it would stay blurred after zooming.
  moving: css({ willChange: 'transform' }),
});
