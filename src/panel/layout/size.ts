import { formatCount, formatMilliseconds } from '../model/format';
import type { Hop, Service } from '../model/types';
import type { FlowDirection, SizedGraph } from './types';

/** Measures of a card; names that do not fit the widest end in an ellipsis. */
const CARD = { minWidth: 220, maxWidth: 304, height: 76, subtitle: 18, icons: 74, perCharacter: 8.2 };
const LABEL = { height: 22, padding: 18, icon: 18, perCharacter: 6.9 };

/** Gives a picture's services and hops the room that their cards and labels need. */
export function size(services: Service[], hops: Hop[], direction: FlowDirection): SizedGraph {
  const card = cardSize(services);
  return {
    direction,
    nodes: services.map(({ id }) => ({ id, ...card })),
    edges: hops.map((hop) => ({
      id: hop.id,
      source: hop.source,
      target: hop.target,
      labelWidth: labelWidth(hop),
      labelHeight: hopLabel(hop) ? LABEL.height : 0,
    })),
  };
}

/** What a hop's label says: latency, and calls when there is more than one. */
export function hopLabel(hop: Hop): string {
  const latency = hop.p95 !== undefined ? formatMilliseconds(hop.p95) : (hop.stats[0]?.text ?? '');
  const calls = (hop.calls ?? 0) > 1 ? `×${formatCount(hop.calls ?? 0)}` : '';
  return [latency, calls].filter(Boolean).join('  ');
}

/** All cards are of one size: what differs between services then stands out. */
function cardSize(services: Service[]): { width: number; height: number } {
  const longest = services.reduce((most, { name }) => Math.max(most, name.length), 0);
  const width = Math.min(Math.max(CARD.icons + longest * CARD.perCharacter, CARD.minWidth), CARD.maxWidth);
  const hasSubtitle = services.some(({ subtitle }) => subtitle !== '');
  return { width: Math.ceil(width), height: CARD.height + (hasSubtitle ? CARD.subtitle : 0) };
}

function labelWidth(hop: Hop): number {
  const text = hopLabel(hop);
  const icon = hop.health === 'ok' ? 0 : LABEL.icon;
  return text ? Math.ceil(text.length * LABEL.perCharacter + LABEL.padding + icon) : 0;
}
