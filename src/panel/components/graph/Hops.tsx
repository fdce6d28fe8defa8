import { useStore, ViewportPortal } from '@xyflow/react';
import React, { memo } from 'react';
import { HopLabel } from './HopLabel';
import { DrawnHop, HopLine } from './HopLine';
import { useIsFar } from './useIsFar';

/** Up to so many hops all labels are drawn; of more, those near what is in sight. */
const MANY = 120;

/**
 * The hops, in one drawing below the cards. React Flow's own edges are a drawing
 * each and ask for their ends at every movement, which thousands have no time for.
 */
export const Hops = memo(function Hops({ hops }: { hops: DrawnHop[] }) {
  const isFar = useIsFar();
  const sight = useSight();
  const isNear = ({ place }: DrawnHop) => hops.length <= MANY || contains(sight, place.label);
  return (
    <ViewportPortal>
      <svg aria-hidden>
        {hops.map((drawn) => (
          <HopLine key={drawn.id} drawn={drawn} isFar={isFar} />
        ))}
      </svg>
      {!isFar && hops.map((drawn) => drawn.label && isNear(drawn) && <HopLabel key={drawn.id} drawn={drawn} />)}
    </ViewportPortal>
  );
});

/** What is in sight, in tiles: it changes only when the graph has moved by one. */
function useSight(): Sight {
  const tiles = useStore(({ transform: [x, y, zoom], width, height }) =>
    [-x, -y, width - x, height - y].map((edge) => Math.floor(edge / zoom / TILE)).join(' ')
  );
  const [left, top, right, bottom] = tiles.split(' ').map((tile) => Number(tile) * TILE);
  return { left: left - TILE, top: top - TILE, right: right + 2 * TILE, bottom: bottom + 2 * TILE };
}

interface Sight {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Pixels at zoom 1. */
const TILE = 500;

function contains({ left, top, right, bottom }: Sight, { x, y }: { x: number; y: number }): boolean {
  return x > left && x < right && y > top && y < bottom;
}
