import React from 'react';
import { Camera, useNow } from '../../hooks/camera';
import type { Size } from '../../layout/fit';
import type { Point, PositionedGraph } from '../../layout/types';
import { hopFacts } from './hopText';
import { HopTooltip, TOOLTIP } from './HopTooltip';
import type { StyledGraph, StyledHop } from './styledGraph';

interface Props {
  camera: Camera;
  styled: StyledGraph;
  graph?: PositionedGraph;
  paneSize: Size;
  /** The hop under the pointer, or the keyboard's current one. */
  id?: string;
}

/** How far from the label's centre the tooltip stands. */
const TOOLTIP_OFFSET_PX = 56;

/** Shows the tooltip of a hop beside its label. */
export function HoveredHop({ camera, styled, graph, paneSize, id }: Props) {
  const shown = id === undefined ? undefined : styled.hops.get(id);
  const place = shown && graph?.edges.find((edge) => edge.id === id);
  return place ? <PlacedTooltip camera={camera} shown={shown} label={place.label} paneSize={paneSize} /> : null;
}

/** On the side where there is room. It alone follows the camera by React, which draws nothing else while the graph is panned. */
function PlacedTooltip({ camera, shown, label, paneSize }: { camera: Camera; shown: StyledHop; label: Point; paneSize: Size }) {
  const { x, y, zoom } = useNow(camera);
  const { hop, source, target, difference } = shown;
  const centre = { x: label.x * zoom + x, y: label.y * zoom + y };
  const right = centre.x + TOOLTIP_OFFSET_PX + TOOLTIP.width <= paneSize.width;
  const height = TOOLTIP.height(hopFacts(hop, source, target).length);
  const at = {
    x: Math.max(right ? centre.x + TOOLTIP_OFFSET_PX : centre.x - TOOLTIP_OFFSET_PX - TOOLTIP.width, 0),
    y: Math.max(Math.min(centre.y - height / 2, paneSize.height - height), 0),
  };
  return <HopTooltip {...{ hop, source, target, difference, at }} />;
}
