import { useViewport } from '@xyflow/react';
import React from 'react';
import type { Room } from '../../layout/fit';
import type { PositionedGraph } from '../../layout/types';
import { hopFacts } from './hopText';
import { HopTooltip, TOOLTIP } from './HopTooltip';
import type { Scene } from './scene';

interface Props {
  scene: Scene;
  graph?: PositionedGraph;
  room: Room;
  /** The hop under the pointer, or the keyboard's current one. */
  id?: string;
}

/** How far from the label's centre the tooltip stands. */
const BESIDE = 56;

/** Shows the tooltip of a hop beside its label, on the side where there is room. */
export function HoveredHop({ scene, graph, room, id }: Props) {
  const { x, y, zoom } = useViewport();
  const shown = id === undefined ? undefined : scene.hops.get(id);
  const place = shown && graph?.edges.find((edge) => edge.id === id);
  if (!place) {
    return null;
  }
  const { hop, source, target, difference } = shown;
  const label = { x: place.label.x * zoom + x, y: place.label.y * zoom + y };
  const right = label.x + BESIDE + TOOLTIP.width <= room.width;
  const height = TOOLTIP.height(hopFacts(hop, source, target).length);
  const at = {
    x: Math.max(right ? label.x + BESIDE : label.x - BESIDE - TOOLTIP.width, 0),
    y: Math.max(Math.min(label.y - height / 2, room.height - height), 0),
  };
  return <HopTooltip {...{ hop, source, target, difference, at }} />;
}
