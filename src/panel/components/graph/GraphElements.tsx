import React, { memo } from 'react';
import { Camera, useSettled } from '../../hooks/camera';
import { areaIn, meets, Size } from '../../layout/fit';
import type { DrawnHop, DrawnService } from './drawn';
import { HopLabel } from './HopLabel';
import { HopLine } from './HopLine';
import { ServiceCard } from './ServiceCard';

interface Props {
  camera: Camera;
  paneSize: Size;
  services: DrawnService[];
  hops: DrawnHop[];
  /** Only what is in sight is drawn. */
  onlyVisible: boolean;
}

/** Pixels around what is in sight; more than anything stands out of its place. */
const MARGIN_PX = 40;

/** What is in the graph: the lines of all hops in one drawing, their labels above them, and the services' cards above all. */
export const GraphElements = memo(function GraphElements({ camera, paneSize, services, hops, onlyVisible }: Props) {
  const visibleArea = areaIn(useSettled(camera), paneSize, MARGIN_PX);
  const drawnHops = onlyVisible ? hops.filter(({ area }) => meets(area, visibleArea)) : hops;
  const drawnServices = onlyVisible ? services.filter(({ area }) => meets(area, visibleArea)) : services;
  return (
    <>
      <svg aria-hidden>
        {drawnHops.map((drawn) => (
          <HopLine key={drawn.id} drawn={drawn} />
        ))}
      </svg>
      {drawnHops.map((drawn) => drawn.label && <HopLabel key={drawn.id} drawn={drawn} />)}
      {drawnServices.map((drawn) => (
        <ServiceCard key={drawn.id} drawn={drawn} />
      ))}
    </>
  );
});
