import type { GrafanaTheme2 } from '@grafana/data';
import { Area, meets } from '../../../layout/fit';
import { healthColor } from '../../health';
import { changeColor } from '../differences';
import { MARKS } from '../elements';
import { IconPaths, iconOf, statusIconOf } from '../icons';
import { DrawnHop, lineColor } from '../HopLine';
import type { DrawnService } from '../ServiceCard';
import { mainFigure, troubleText } from '../serviceText';
import { strokeOf } from '../stroke';
import type { Paint } from './tiles';

export interface Painted {
  services: DrawnService[];
  hops: DrawnHop[];
  icons: IconPaths;
  theme: GrafanaTheme2;
}

/** How far things stand out of their areas: rings, badges, thick lines. */
const OUT = 24;
const DIM = 0.25;

type Brush = (canvas: CanvasRenderingContext2D, theme: GrafanaTheme2) => void;

/** Paints the graph for a moving camera: as it is at rest, but for the icons of labels. */
export function near({ services, hops, icons, theme }: Painted): Paint {
  return painter(theme, [
    ...hops.map((hop) => [hop, line(hop, true)] as const),
    ...hops.filter(({ label }) => label).map((hop) => [{ ...hop, area: around(hop) }, label(hop)] as const),
    ...services.map((service) => [service, card(service, iconsOf(service, icons))] as const),
  ]);
}

/** Paints the graph as it is seen from afar: lines without heads, services by their names and how they fared. */
export function far({ services, hops, theme }: Painted): Paint {
  return painter(theme, [
    ...hops.map((hop) => [hop, line(hop, false)] as const),
    ...services.map((service) => [service, farCard(service)] as const),
  ]);
}

function painter(theme: GrafanaTheme2, things: Array<readonly [{ area: Area; marks: string }, Brush]>): Paint {
  return (canvas, { left, top, right, bottom }) => {
    const part = { left: left - OUT, top: top - OUT, right: right + OUT, bottom: bottom + OUT };
    for (const [{ area, marks }, brush] of things) {
      if (meets(area, part)) {
        canvas.globalAlpha = marks.includes(MARKS.dim) ? DIM : 1;
        brush(canvas, theme);
      }
    }
  };
}

function line(drawn: DrawnHop, hasHead: boolean): Brush {
  const { hop, place, tone, difference, selected, marks } = drawn;
  const { strokeWidth, strokeDasharray = '', strokeLinecap = 'butt' } = strokeOf(hop, difference?.change === 'gone');
  const dashes = strokeDasharray.split(' ').filter(Boolean).map(Number);
  const path = new Path2D(place.path);
  const head = hasHead ? new Path2D(place.arrow) : undefined;
  return (canvas, theme) => {
    const color = isMarked(selected, marks) ? theme.colors.primary.border : lineColor(theme, tone, difference?.change);
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
}

const LABEL = { height: 22, font: 12, perCharacter: 6.9, air: 14 };

function label({ place, label, tone, difference, selected, marks }: DrawnHop): Brush {
  const width = label.length * LABEL.perCharacter + LABEL.air;
  const { x, y } = place.label;
  return (canvas, theme) => {
    const change = difference?.change;
    const isPlain = change ? change === 'same' : tone === 'ok';
    const color = change ? changeColor(theme, change) : healthColor(theme, tone);
    canvas.beginPath();
    canvas.roundRect(x - width / 2, y - LABEL.height / 2, width, LABEL.height, LABEL.height / 2);
    canvas.fillStyle = theme.colors.background.primary;
    canvas.fill();
    canvas.strokeStyle = isMarked(selected, marks)
      ? theme.colors.primary.border
      : isPlain
        ? theme.colors.border.weak
        : color;
    canvas.lineWidth = 1;
    canvas.stroke();
    canvas.textAlign = 'center';
    write(canvas, theme, { text: label, x, y: y + 4, size: LABEL.font, color: isPlain ? undefined : color });
    canvas.textAlign = 'left';
  };
}

function around({ place, label }: DrawnHop): Area {
  const half = (label.length * LABEL.perCharacter + LABEL.air) / 2;
  const { x, y } = place.label;
  return { left: x - half, top: y - LABEL.height / 2, right: x + half, bottom: y + LABEL.height / 2 };
}

interface Icons {
  kind?: Path2D;
  status?: Path2D;
}

function iconsOf({ service, context }: DrawnService, icons: IconPaths): Icons {
  const pathOf = (name: string) => (icons.has(name) ? new Path2D(icons.get(name)) : undefined);
  return { kind: pathOf(iconOf(service)), status: pathOf(statusIconOf(context.tone)) };
}

/** Icons are drawn in a square of 24. */
function stamp(canvas: CanvasRenderingContext2D, icon: Path2D | undefined, x: number, y: number, color: string) {
  if (icon) {
    canvas.save();
    canvas.translate(x, y);
    canvas.scale(ICON / 24, ICON / 24);
    canvas.fillStyle = color;
    canvas.fill(icon);
    canvas.restore();
  }
}

const ICON = 16;

function card(drawn: DrawnService, icons: Icons): Brush {
  const { service, context, place } = drawn;
  const { x, y, width, height } = place;
  const { value, unit, color } = mainFigure(service, context);
  const trouble = troubleText(service, context.oneJourney);
  const figure = [unit, value].filter(Boolean).join(' ');
  const tone = context.difference ? 'ok' : context.tone;
  return (canvas, theme) => {
    const bad = healthColor(theme, tone);
    box(canvas, theme, drawn, { border: tone === 'error' ? bad : theme.colors.border.strong, width: 1, ring: 3 });
    if (tone === 'error') {
      canvas.fillStyle = theme.colors.error.transparent;
      canvas.fillRect(x, y, width, height);
    }
    canvas.fillStyle = theme.colors.border.weak;
    canvas.fillRect(x + 11, y + height - 13, width - 22, 4);
    write(canvas, theme, { text: service.name, x: x + 34, y: y + 24, size: 15, bold: true, room: width - 70 });
    const grey = theme.colors.text.secondary;
    stamp(canvas, icons.kind, x + 11, y + 11, grey);
    stamp(canvas, icons.status, x + width - 27, y + 11, healthColor(theme, context.tone));
    write(canvas, theme, { text: service.subtitle, x: x + 11, y: y + 44, size: 12, color: grey, room: width - 22 });
    write(canvas, theme, { text: figure, x: x + 11, y: y + height - 22, size: 14, bold: true, color });
    const at = x + 24 + figure.length * 8;
    write(canvas, theme, { text: trouble, x: at, y: y + height - 22, size: 12, bold: true, color: bad });
  };
}

function farCard(drawn: DrawnService): Brush {
  const { service, context, place } = drawn;
  const { tone, difference } = context;
  return (canvas, theme) => {
    const plain = !difference && tone === 'ok';
    const color = difference ? changeColor(theme, difference.change) : healthColor(theme, tone);
    const border = plain ? theme.colors.border.strong : color;
    box(canvas, theme, drawn, { border, width: plain ? 2 : 8, ring: 10 });
    const y = place.y + place.height / 2 + 10;
    write(canvas, theme, { text: service.name, x: place.x + 16, y, size: 28, room: place.width - 24 });
  };
}

interface Box {
  border: string;
  width: number;
  /** Pixels of what marks it. */
  ring: number;
}

function box(
  canvas: CanvasRenderingContext2D,
  theme: GrafanaTheme2,
  { service, place, selected, marks }: DrawnService,
  { border, width, ring }: Box
) {
  const { x, y, width: wide, height: high } = place;
  canvas.fillStyle =
    service.kind === 'ghost' || service.kind === 'group'
      ? theme.colors.background.primary
      : theme.colors.background.secondary;
  canvas.fillRect(x, y, wide, high);
  canvas.strokeStyle = border;
  canvas.lineWidth = width;
  canvas.strokeRect(x + width / 2, y + width / 2, wide - width, high - width);
  if (isMarked(selected, marks)) {
    canvas.strokeStyle = theme.colors.primary.border;
    canvas.lineWidth = ring;
    canvas.strokeRect(x - ring / 2, y - ring / 2, wide + ring, high + ring);
  }
}

interface Text {
  text: string;
  x: number;
  y: number;
  size: number;
  bold?: boolean;
  color?: string;
  /** Pixels that it must not be wider than. */
  room?: number;
}

function write(canvas: CanvasRenderingContext2D, theme: GrafanaTheme2, { text, x, y, size, bold, color, room }: Text) {
  if (text === '') {
    return;
  }
  const { fontFamily, fontWeightMedium, fontWeightRegular } = theme.typography;
  canvas.font = `${bold ? fontWeightMedium : fontWeightRegular} ${size}px ${fontFamily}`;
  canvas.fillStyle = color ?? theme.colors.text.primary;
  const most = room === undefined ? Infinity : Math.floor(room / (size * 0.55));
  canvas.fillText(text.length > most ? `${text.slice(0, most - 1)}…` : text, x, y);
}

function isMarked(selected: boolean, marks: string): boolean {
  return selected || marks.includes(MARKS.current);
}
