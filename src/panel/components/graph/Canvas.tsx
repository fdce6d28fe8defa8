import { useStyles2 } from '@grafana/ui';
import { css, cx } from '@emotion/css';
import React, { useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { Camera, useRested } from '../../hooks/camera';
import { useGestures } from '../../hooks/gestures';
import { isFar, Room } from '../../layout/fit';
import type { PositionedGraph } from '../../layout/types';
import type { DrawnHop, DrawnService } from './drawn';
import { GraphMap } from './GraphMap';
import { PARTS } from './graphStyles';
import { Picture } from './picture/Picture';
import { Things } from './Things';

interface Props {
  camera: Camera;
  room: Room;
  graph: PositionedGraph;
  services: DrawnService[];
  hops: DrawnHop[];
  showMap: boolean;
  onMove: () => void;
}

/** Of more services or hops only those in sight are drawn, and while they move a picture of them. */
const MANY = 120;

/** The graph for the eye and the pointer: it can be zoomed and panned, and has no stop for the keyboard. */
export function Canvas({ camera, room, graph, services, hops, showMap, onMove }: Props) {
  const styles = useStyles2(getStyles);
  const pane = useRef<HTMLDivElement>(null);
  const world = useRef<HTMLDivElement>(null);
  const isBig = services.length > MANY || hops.length > MANY;
  const far = isFar(useRested(camera));
  const isMoving = useSyncExternalStore(camera.subscribe, () => camera.isMoving);
  const isPicture = far || (isBig && isMoving);
  useGestures(pane, camera, onMove);

  useLayoutEffect(() => {
    const follow = () => {
      const { x, y, zoom } = isBig ? camera.rested : camera.now;
      if (world.current) {
        world.current.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
      }
    };
    follow();
    return camera.subscribe(follow);
  }, [camera, isBig]);

  return (
    <>
      <div ref={pane} className={PARTS.pane}>
        <div ref={world} className={cx(PARTS.world, isPicture ? styles.hidden : isMoving && styles.moving)}>
          {!far && <Things {...{ camera, room, services, hops }} some={isBig} />}
        </div>
        {(far || isBig) && <Picture {...{ camera, room, graph, services, hops }} shown={isPicture} />}
      </div>
      {showMap && <GraphMap {...{ camera, room, graph, services, onMove }} />}
    </>
  );
}

const getStyles = () => ({
  // Not by `visibility`, which all that is in it would have to learn.
  hidden: css({ opacity: 0 }),
  // A layer of its own that moves without being painted again; only meanwhile, or it would stay blurred after zooming.
  moving: css({ willChange: 'transform' }),
});
