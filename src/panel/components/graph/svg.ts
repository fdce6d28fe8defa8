import type { GrafanaTheme2 } from '@grafana/data';
import { baselineOf, Box, fitRuns, Glyph, Measure, Part, Run, Text, widthOf } from '../../layout/parts';
import type { PositionedGraph } from '../../layout/types';
import { inkOf } from '../inks';
import { areaOfLabel, DrawnHop, DrawnService, partsOfCard, partsOfLabel } from './drawn';
import { toHops, toServices } from './elements';
import { lineColor } from './HopLine';
import { fetchIcons, iconNames, IconPaths } from './icons';
import type { StyledGraph } from './styledGraph';
import { serviceSentence } from './serviceText';
import { strokeOf } from './stroke';

const MARGIN = 24;

/**
 * The graph as an SVG document that stands alone: no scripts, no fonts and no
 * pictures from elsewhere. Names are escaped, whatever they hold.
 */
export function toSvg(graph: PositionedGraph, styled: StyledGraph, theme: GrafanaTheme2, icons: IconPaths): string {
  const width = Math.ceil(graph.width + 2 * MARGIN);
  const height = Math.ceil(graph.height + 2 * MARGIN);
  const hops = toHops(styled, graph, ignore, ignore);
  const style = { theme, icons };
  return [
    tag('svg', {
      xmlns: 'http://www.w3.org/2000/svg',
      ...{ width, height, viewBox: `${-MARGIN} ${-MARGIN} ${width} ${height}` },
      'font-family': theme.typography.fontFamily,
    }),
    tag('rect', { x: -MARGIN, y: -MARGIN, width, height, fill: theme.colors.background.primary }, ''),
    ...hops.map((hop) => drawHop(hop, theme)),
    ...hops.filter(({ label }) => label).map((hop) => drawLabel(hop, style)),
    ...toServices(styled, graph, ignore).map((service) => drawService(service, style)),
    '</svg>',
  ].join('\n');
}

/** The icons that the picture has to hold itself. */
export function iconsOf(graph: PositionedGraph, styled: StyledGraph, theme: GrafanaTheme2): Promise<IconPaths> {
  return fetchIcons(iconNames(toServices(styled, graph, ignore), toHops(styled, graph, ignore, ignore), theme));
}

/** Nothing is pressed in a saved picture. */
const ignore = () => {};

interface Style {
  theme: GrafanaTheme2;
  icons: IconPaths;
}

function drawService(drawn: DrawnService, style: Style): string {
  const { x, y } = drawn.place;
  const title = tag('title', {}, escape(serviceSentence(drawn.service, drawn.context)));
  const parts = partsOfCard(drawn, style.theme).map((part) => drawPart(part, style));
  return tag('g', { transform: `translate(${round(x)} ${round(y)})` }, title + parts.join(''));
}

function drawLabel(drawn: DrawnHop, style: Style): string {
  const { left, top } = areaOfLabel(drawn);
  const parts = partsOfLabel(drawn).map((part) => drawPart(part, style));
  return tag('g', { transform: `translate(${round(left)} ${round(top)})` }, parts.join(''));
}

function drawHop({ place, hop, tone, difference }: DrawnHop, theme: GrafanaTheme2): string {
  const color = lineColor(theme, tone, difference?.change);
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

function drawPart(part: Part, style: Style): string {
  switch (part.kind) {
    case 'box':
      return drawBox(part, style);
    case 'text':
      return drawText(part, style);
    case 'icon':
      return drawIcon(part, style);
  }
}

/** A line runs along the inner side of the edge; SVG has it in the middle. */
function drawBox({ role, x, y, width, height, radius, fills, line }: Box, { theme }: Style): string {
  const rect = (inset: number, more: Attributes) => {
    const place = { x: round(x + inset), y: round(y + inset) };
    const size = { width: round(width - 2 * inset), height: round(height - 2 * inset) };
    return tag('rect', { 'data-part': role, ...place, ...size, rx: round(Math.max(radius - inset, 0)), ...more }, '');
  };
  const grounds = fills.map((ink) => rect(0, { fill: inkOf(theme, ink) }));
  if (!line) {
    return grounds.join('');
  }
  const stroke = { fill: 'none', stroke: inkOf(theme, line.ink), 'stroke-width': line.width };
  return grounds.join('') + rect(line.width / 2, { ...stroke, 'stroke-dasharray': line.dashes?.join(' ') });
}

const measure: Measure = (text, { size }) => widthOf(text, size);

/** No browser tells here how wide words are, so that each run follows where the one before it really ends. */
function drawText(text: Text, { theme }: Style): string {
  const runs = fitRuns(text, measure);
  const spans = runs.map(({ text: words, ...run }, i) =>
    tag('tspan', { ...runStyle(run, theme), dx: i > 0 ? run.gap : undefined }, escape(words))
  );
  const place = { x: round(text.x), y: round(baselineOf(text)), 'text-anchor': text.align, 'xml:space': 'preserve' };
  return runs.length > 0 ? tag('text', { 'data-part': text.role, ...place }, spans.join('')) : '';
}

function runStyle({ size, medium, ink, color }: Omit<Run, 'text'>, theme: GrafanaTheme2): Attributes {
  const { fontWeightMedium } = theme.typography;
  return { 'font-size': size, 'font-weight': medium ? fontWeightMedium : undefined, fill: color ?? inkOf(theme, ink) };
}

/** Icons are drawn in a square of 24; one that could not be had is left out. */
function drawIcon({ icon, x, y, size, ink }: Glyph, { theme, icons }: Style): string {
  const d = icons.get(icon);
  const transform = `translate(${round(x)} ${round(y)}) scale(${size / 24})`;
  return d ? tag('path', { d, transform, fill: inkOf(theme, ink), 'data-icon': icon }, '') : '';
}

type Attributes = Record<string, string | number | undefined>;

/** An element with its content as it is; without content, only its beginning. */
function tag(name: string, attributes: Attributes, content?: string): string {
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

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
