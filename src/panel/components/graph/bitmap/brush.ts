import type { GrafanaTheme2 } from '@grafana/data';
import { baselineOf, Box, fitRuns, Glyph, Part, Run, Text } from '../../../layout/parts';
import { inkOf } from '../../inks';
import type { IconPaths } from '../icons';

/** Draws on a canvas whose origin is the upper left corner of the thing drawn. */
export type Brush = (canvas: CanvasRenderingContext2D) => void;

export interface Paintbox {
  theme: GrafanaTheme2;
  icons: IconPaths;
}

/** Draws parts on a canvas. What is known of them beforehand is made out once, not in every frame. */
export function brushOf(parts: Part[], box: Paintbox): Brush {
  const brushes = parts.map((part) => brushOfPart(part, box));
  return (canvas) => brushes.forEach((brush) => brush(canvas));
}

function brushOfPart(part: Part, box: Paintbox): Brush {
  switch (part.kind) {
    case 'box':
      return boxBrush(part, box);
    case 'text':
      return textBrush(part, box);
    case 'icon':
      return iconBrush(part, box);
  }
}

function boxBrush({ x, y, width, height, radius, fills, line }: Box, { theme }: Paintbox): Brush {
  const colors = fills.map((ink) => inkOf(theme, ink));
  const inset = (line?.width ?? 0) / 2;
  return (canvas) => {
    for (const color of colors) {
      canvas.fillStyle = color;
      trace(canvas, x, y, width, height, radius);
      canvas.fill();
    }
    if (line) {
      canvas.strokeStyle = inkOf(theme, line.ink);
      canvas.lineWidth = line.width;
      canvas.lineCap = 'butt';
      canvas.setLineDash(line.dashes ?? []);
      trace(canvas, x + inset, y + inset, width - 2 * inset, height - 2 * inset, Math.max(radius - inset, 0));
      canvas.stroke();
      canvas.setLineDash([]);
    }
  };
}

function trace(canvas: CanvasRenderingContext2D, x: number, y: number, width: number, height: number, radius: number) {
  canvas.beginPath();
  canvas.roundRect(x, y, width, height, radius);
}

function textBrush(text: Text, { theme }: Paintbox): Brush {
  const baseline = baselineOf(text);
  let fitted: ReturnType<typeof fitRuns> | undefined;
  return (canvas) => {
    fitted ??= fitRuns(text, (words, run) => {
      canvas.font = fontOf(theme, run);
      return canvas.measureText(words).width;
    });
    const start = startOf(text, fitted);
    for (const run of fitted) {
      canvas.font = fontOf(theme, run);
      canvas.fillStyle = run.color ?? inkOf(theme, run.ink);
      canvas.fillText(run.text, start + run.at, baseline);
    }
  };
}

function startOf({ x, align }: Text, fitted: ReturnType<typeof fitRuns>): number {
  const last = fitted.at(-1);
  const width = last ? last.at + last.width : 0;
  return align === 'start' ? x : align === 'end' ? x - width : x - width / 2;
}

function fontOf({ typography }: GrafanaTheme2, { size, medium }: Run): string {
  return `${medium ? typography.fontWeightMedium : typography.fontWeightRegular} ${size}px ${typography.fontFamily}`;
}

/** Icons are drawn in a square of 24. */
function iconBrush({ icon, x, y, size, ink }: Glyph, { theme, icons }: Paintbox): Brush {
  const d = icons.get(icon);
  const path = d === undefined ? undefined : new Path2D(d);
  return (canvas) => {
    if (path) {
      canvas.save();
      canvas.translate(x, y);
      canvas.scale(size / 24, size / 24);
      canvas.fillStyle = inkOf(theme, ink);
      canvas.fill(path);
      canvas.restore();
    }
  };
}
