import type { Hop } from '../../model/types';

const THICKNESS = { min: 1.5, max: 6 };

interface Stroke {
  strokeWidth: number;
  strokeDasharray?: string;
  strokeLinecap?: 'round';
}

/** Width by calls; dots for messages and links, which nobody waits for, dashes where one end sent no spans. */
export function strokeOf(hop: Hop, isGone = false): Stroke {
  const byCalls = THICKNESS.min + Math.log10(Math.max(hop.calls ?? 1, 1)) * 1.5;
  const strokeWidth = Math.min(Math.max(hop.thickness ?? byCalls, THICKNESS.min), THICKNESS.max);
  if (hop.kind !== 'call') {
    return { strokeWidth, strokeDasharray: `0.1 ${strokeWidth * 2.5}`, strokeLinecap: 'round' };
  }
  return { strokeWidth, strokeDasharray: hop.dashed || isGone ? '6 5' : undefined };
}
