import React, { memo } from 'react';
import { Camera, useRested } from '../../hooks/camera';
import { areaIn, meets, Room } from '../../layout/fit';
import type { DrawnHop, DrawnService } from './drawn';
import { HopLabel } from './HopLabel';
import { HopLine } from './HopLine';
import { ServiceCard } from './ServiceCard';

interface Props {
  camera: Camera;
  room: Room;
  services: DrawnService[];
  hops: DrawnHop[];
  /** Only what is in sight is drawn. */
  some: boolean;
}

/** Pixels around what is in sight; more than anything stands out of its place. */
const AROUND = 40;

/** What is in the graph: the lines of all hops in one drawing, their labels above them, and the services' cards above all. */
export const Things = memo(function Things({ camera, room, services, hops, some }: Props) {
  const sight = areaIn(useRested(camera), room, AROUND);
  const drawnHops = some ? hops.filter(({ area }) => meets(area, sight)) : hops;
  const drawnServices = some ? services.filter(({ area }) => meets(area, sight)) : services;
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
