import type { Part } from '../layout/parts';

/** Parts as lines that a person can review. */
export function describeParts(parts: Part[]): string[] {
  return parts.map((part) => `${part.role}: ${describe(part)}${part.title ? ` (${part.title})` : ''}`);
}

function describe(part: Part): string {
  const at = `at ${round(part.x)},${round(part.y)}`;
  switch (part.kind) {
    case 'box': {
      const { width, height, radius, fills, line } = part;
      const edge = line ? `, ${line.width} px ${line.ink}${line.dashes ? ` dashed ${line.dashes.join(' ')}` : ''}` : '';
      return `${round(width)}×${round(height)} ${at}, round by ${round(radius)}, ${fills.join(' + ') || 'open'}${edge}`;
    }
    case 'icon':
      return `icon ${part.icon} of ${part.size} ${at}, ${part.ink}`;
    case 'text': {
      const words = part.runs.map(
        ({ role, text, size, medium, ink, color }) =>
          `${role} "${text}" ${size}${medium ? ' medium' : ''} ${color ?? ink}`
      );
      return `${words.join(' | ') || 'nothing'}, ${part.align} ${at} in ${round(part.maxWidth)}×${part.height}`;
    }
  }
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
