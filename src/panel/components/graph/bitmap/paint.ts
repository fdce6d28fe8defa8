import type { GrafanaTheme2 } from '@grafana/data';
import { Area, meets } from '../../../layout/fit';
import {
  areaOfLabel,
  DrawnHop,
  DrawnService,
  isDim,
  isMarked,
  partsOfCard,
  partsOfFarCard,
  partsOfLabel,
} from '../drawn';
import { lineColor } from '../HopLine';
import type { IconPaths } from '../icons';
import { strokeOf } from '../stroke';
import { Brush, brushOf } from './brush';
import type { Paint } from './tiles';

export interface Paintable {
  services: DrawnService[];
  hops: DrawnHop[];
  icons: IconPaths;
  theme: GrafanaTheme2;
}

/** How far things stand out of their areas: rings, badges, thick lines. */
const BLEED_PX = 24;
const DIM_OPACITY = 0.25;

interface PaintItem {
  area: Area;
  brush: Brush;
  /** Where the brush's origin is. */
  at?: { x: number; y: number };
  dim?: boolean;
}

/** Paints the graph for a moving camera: as it is at rest. */
export function near({ services, hops, icons, theme }: Paintable): Paint {
  const box = { theme, icons };
  return painter([
    ...hops.map((hop) => line(hop, theme, true)),
    ...hops.filter(({ label }) => label).map((hop) => labelled(hop, brushOf(partsOfLabel(hop), box))),
    ...services.map((service) => carded(service, brushOf(partsOfCard(service, theme), box))),
  ]);
}

/** Paints the graph as it is seen from afar: lines without heads, services by their names and how they fared. */
export function far({ services, hops, icons, theme }: Paintable): Paint {
  return painter([
    ...hops.map((hop) => line(hop, theme, false)),
    ...services.map((service) => carded(service, brushOf(partsOfFarCard(service), { theme, icons }))),
  ]);
}

function painter(items: PaintItem[]): Paint {
  return (canvas, { left, top, right, bottom }) => {
    const tile = { left: left - BLEED_PX, top: top - BLEED_PX, right: right + BLEED_PX, bottom: bottom + BLEED_PX };
    for (const { area, brush, at = { x: 0, y: 0 }, dim } of items) {
      if (meets(area, tile)) {
        canvas.globalAlpha = dim ? DIM_OPACITY : 1;
        canvas.translate(at.x, at.y);
        brush(canvas);
        canvas.translate(-at.x, -at.y);
      }
    }
  };
}

function carded(service: DrawnService, brush: Brush): PaintItem {
  return { area: service.area, at: service.place, dim: isDim(service), brush };
}

function labelled(hop: DrawnHop, brush: Brush): PaintItem {
  const area = areaOfLabel(hop);
  return { area, at: { x: area.left, y: area.top }, brush };
}

function line(drawn: DrawnHop, theme: GrafanaTheme2, hasHead: boolean): PaintItem {
  const { hop, place, tone, difference, area } = drawn;
  const { strokeWidth, strokeDasharray = '', strokeLinecap = 'butt' } = strokeOf(hop, difference?.change === 'gone');
  const dashes = strokeDasharray.split(' ').filter(Boolean).map(Number);
  const path = new Path2D(place.path);
  const head = hasHead ? new Path2D(place.arrow) : undefined;
  const color = isMarked(drawn) ? theme.colors.primary.border : lineColor(theme, tone, difference?.change);
  const brush: Brush = (canvas) => {
    canvas.strokeStyle = color;
    canvas.lineWidth = strokeWidth;
    canvas.lineCap = strokeLinecap;
    canvas.setLineDash(dashes);
    canvas.stroke(path);
    canvas.setLineDash([]);
    if (head) {
      canvas.fillStyle = color;
      canvas.fill(head);
    }
  };
  return { area, brush, dim: isDim(drawn) };
}
