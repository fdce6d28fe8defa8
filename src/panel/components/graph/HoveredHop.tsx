import React from 'react';
import { Camera, useNow } from '../../hooks/camera';
import type { Room } from '../../layout/fit';
import type { Point, PositionedGraph } from '../../layout/types';
import { hopFacts } from './hopText';
import { HopTooltip, TOOLTIP } from './HopTooltip';
import type { Scene, ShownHop } from './scene';

interface Props {
  camera: Camera;
  scene: Scene;
  graph?: PositionedGraph;
  room: Room;
  /** The hop under the pointer, or the keyboard's current one. */
  id?: string;
}

/** How far from the label's centre the tooltip stands. */
const BESIDE = 56;

/** Shows the tooltip of a hop beside its label. */
export function HoveredHop({ camera, scene, graph, room, id }: Props) {
  const shown = id === undefined ? undefined : scene.hops.get(id);
  const place = shown && graph?.edges.find((edge) => edge.id === id);
  return place ? <Beside camera={camera} shown={shown} label={place.label} room={room} /> : null;
}

/** On the side where there is room. It alone follows the camera by React, which draws nothing else while the graph is panned. */
function Beside({ camera, shown, label, room }: { camera: Camera; shown: ShownHop; label: Point; room: Room }) {
  const { x, y, zoom } = useNow(camera);
  const { hop, source, target, difference } = shown;
  const centre = { x: label.x * zoom + x, y: label.y * zoom + y };
  const right = centre.x + BESIDE + TOOLTIP.width <= room.width;
  const height = TOOLTIP.height(hopFacts(hop, source, target).length);
  const at = {
    x: Math.max(right ? centre.x + BESIDE : centre.x - BESIDE - TOOLTIP.width, 0),
    y: Math.max(Math.min(centre.y - height / 2, room.height - height), 0),
  };
  return <HopTooltip {...{ hop, source, target, difference, at }} />;
}
