import type { GrafanaTheme2 } from '@grafana/data';
import type { PositionedEdge, PositionedGraph, PositionedNode } from '../../layout/types';
import { healthColor } from '../health';
import { changeColor, changeText } from './differences';
import type { Scene, ShownHop, ShownService } from './scene';
import { IconPaths, iconOf, statusIconOf } from './icons';
import { mainFigure, serviceSentence, troubleText } from './serviceText';
import { strokeOf } from './stroke';
import { strings } from '../../strings';

const MARGIN = 24;

/**
 * The graph as an SVG document that stands alone: no scripts, no fonts and no
 * pictures from elsewhere. Names are escaped, whatever they hold.
 */
export function toSvg(graph: PositionedGraph, scene: Scene, theme: GrafanaTheme2, icons: IconPaths): string {
  const width = Math.ceil(graph.width + 2 * MARGIN);
  const height = Math.ceil(graph.height + 2 * MARGIN);
  const edges = graph.edges.flatMap((place) => draw(place, scene.hops.get(place.id), { theme, icons }, drawHop));
  const labels = graph.edges.flatMap((place) => draw(place, scene.hops.get(place.id), { theme, icons }, drawLabel));
  const nodes = graph.nodes.flatMap((place) =>
    draw(place, scene.services.get(place.id), { theme, icons }, drawService)
  );
  return [
    tag('svg', {
      xmlns: 'http://www.w3.org/2000/svg',
      ...{ width, height, viewBox: `${-MARGIN} ${-MARGIN} ${width} ${height}` },
      'font-family': theme.typography.fontFamily,
    }),
    tag('rect', { x: -MARGIN, y: -MARGIN, width, height, fill: theme.colors.background.primary }, ''),
    ...edges,
    ...labels,
    ...nodes,
    '</svg>',
  ].join('\n');
}

interface Style {
  theme: GrafanaTheme2;
  icons: IconPaths;
}

type Draw<Where, What> = (place: Where, shown: What, style: Style) => string;

function draw<Where, What>(place: Where, shown: What | undefined, style: Style, how: Draw<Where, What>) {
  return shown ? [how(place, shown, style)] : [];
}

function drawService(place: PositionedNode, { service, context }: ShownService, { theme, icons }: Style): string {
  const { x, y, width, height } = place;
  const { tone, difference } = context;
  const edge = difference
    ? changeColor(theme, difference.change)
    : tone === 'ok'
      ? theme.colors.border.strong
      : healthColor(theme, tone);
  const dashes = service.kind === 'ghost' || difference?.change === 'gone' ? '5 4' : undefined;
  const { value, unit } = mainFigure(service, context);
  const box = { width, height, rx: 4, fill: theme.colors.background.secondary, stroke: edge };
  const badge =
    difference && difference.change !== 'same' ? changeText(difference) : context.origin ? strings.service.origin : '';
  const line = (dx: number, dy: number, size: number, fill: string, content: string) =>
    content ? tag('text', { x: dx, y: dy, 'font-size': size, fill }, clip(content, (width - dx) / (size * 0.6))) : '';
  const kind = drawIcon(icons, iconOf(service), 12, 11, 16, theme.colors.text.secondary);
  const status = difference ? '' : drawIcon(icons, statusIconOf(tone), width - 28, 11, 16, edge);
  return tag(
    'g',
    { transform: `translate(${round(x)} ${round(y)})` },
    [
      tag('title', {}, escape(serviceSentence(service, context))),
      tag('rect', { ...box, 'stroke-dasharray': dashes }, ''),
      tone === 'error' && !difference ? tag('rect', { ...box, fill: theme.colors.error.transparent }, '') : '',
      kind,
      status,
      line(kind ? 34 : 12, 24, 15, theme.colors.text.primary, service.name),
      line(12, 44, 12, theme.colors.text.secondary, service.subtitle),
      line(12, height - 16, 14, theme.colors.text.primary, [unit, value].filter(Boolean).join(' ')),
      badge
        ? tag('text', { x: width - 12, y: -5, 'font-size': 12, 'text-anchor': 'end', fill: edge }, escape(badge))
        : '',
      tag(
        'text',
        { x: width - 12, y: height - 16, 'font-size': 12, 'text-anchor': 'end', fill: edge },
        escape(troubleText(service, context.oneJourney))
      ),
    ].join('')
  );
}

function drawHop(place: PositionedEdge, { hop, tone, difference }: ShownHop, { theme }: Style): string {
  const color = colorOf(tone, difference, theme);
  const { strokeWidth, strokeDasharray, strokeLinecap } = strokeOf(hop, difference?.change === 'gone');
  const line = {
    d: place.path,
    fill: 'none',
    stroke: color,
    'stroke-width': round(strokeWidth),
    'stroke-linecap': strokeLinecap,
  };
  return (
    tag('path', { ...line, 'stroke-dasharray': strokeDasharray }, '') + tag('path', { d: place.arrow, fill: color }, '')
  );
}

function drawLabel(
  { label: at }: PositionedEdge,
  { label, tone, difference }: ShownHop,
  { theme, icons }: Style
): string {
  if (label === '') {
    return '';
  }
  const icon = difference ? '' : drawIcon(icons, statusIconOf(tone), 0, 0, 12, 'currentColor');
  const width = label.length * 6.9 + 14 + (icon ? 16 : 0);
  const color = tone === 'ok' && !difference ? theme.colors.text.primary : colorOf(tone, difference, theme);
  const pill = { x: round(at.x - width / 2), y: round(at.y - 11), width: round(width), height: 22, rx: 11 };
  return (
    tag('rect', { ...pill, fill: theme.colors.background.primary, stroke: theme.colors.border.weak }, '') +
    tag(
      'text',
      { x: round(at.x + (icon ? 8 : 0)), y: round(at.y + 4), 'font-size': 12, 'text-anchor': 'middle', fill: color },
      escape(label)
    ) +
    (icon && tag('g', { transform: `translate(${round(at.x - width / 2 + 7)} ${round(at.y - 6)})`, color }, icon))
  );
}

function colorOf(tone: ShownHop['tone'], difference: ShownHop['difference'], theme: GrafanaTheme2): string {
  if (difference && difference.change !== 'same') {
    return changeColor(theme, difference.change);
  }
  return tone === 'ok' || difference ? theme.colors.text.secondary : healthColor(theme, tone);
}

/** An icon in a square of the size; "" when there is none. */
function drawIcon(icons: IconPaths, name: string, x: number, y: number, size: number, fill: string): string {
  const d = icons.get(name);
  const transform = `translate(${x} ${y}) scale(${size / 24})`;
  return d ? tag('path', { d, transform, fill, 'data-icon': name }, '') : '';
}

/** An element with its content as it is; without content, only its beginning. */
function tag(name: string, attributes: Record<string, string | number | undefined>, content?: string): string {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const start = `<${name}${given.map(([key, value]) => ` ${key}="${escape(String(value))}"`).join('')}>`;
  return content === undefined ? start : `${start}${content}</${name}>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Fit for XML, which forbids halves of characters and most control characters, even as entities. */
function escape(text: string): string {
  return text
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (character) => entities[character]);
}

function clip(text: string, longest: number): string {
  return escape(text.length > longest ? `${text.slice(0, Math.max(longest - 1, 1))}…` : text);
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
