import { formatCount, formatMilliseconds, formatShare } from '../model/format';
import type { Hop, Service } from '../model/types';
import type { HopLabels } from '../types';
import { labelRoom } from './label';
import type { FlowDirection, SizedEdge, SizedGraph } from './types';

/** Measures of a card; names that do not fit the widest end in an ellipsis. */
const CARD = { minWidth: 220, maxWidth: 304, height: 76, subtitle: 18, icons: 74, perCharacter: 8.2 };
/** Around a label. */
const LABEL_GAP_PX = 4;

/** Gives services and hops the room that their cards and labels need. */
export function size(
  services: Service[],
  hops: Hop[],
  direction: FlowDirection,
  label: (hop: Hop) => string = hopLabel
): SizedGraph {
  const card = cardSize(services);
  return {
    direction,
    nodes: services.map(({ id }) => ({ id, ...card })),
    edges: hops.map((hop) => ({
      ...{ id: hop.id, source: hop.source, target: hop.target },
      ...labelOn(hop, label(hop)),
    })),
  };
}

/** What a hop's label says, by the panel's options. */
export function labelOf(contents: HopLabels): (hop: Hop) => string {
  return texts[contents];
}

/** Latency, and calls when there is more than one. */
export function hopLabel(hop: Hop): string {
  return texts.p95(hop);
}

const texts: Record<HopLabels, (hop: Hop) => string> = {
  p95: (hop) => {
    const latency =
      hop.p95 === undefined ? (hop.stats[0]?.text ?? '') : (hop.authored?.text ?? formatMilliseconds(hop.p95));
    return join(latency, callsText(hop));
  },
  percentiles: (hop) => {
    const { p50, p95 = hop.p95 } = hop.server ?? hop.client ?? {};
    const times = [p50, p95].filter((ms) => ms !== undefined).map(formatMilliseconds);
    return times.length > 0 ? times.join(' / ') : texts.p95(hop);
  },
  calls: (hop) => {
    const share = hop.calls && hop.errors ? formatShare(hop.errors / hop.calls) : '';
    return join(hop.calls === undefined ? '' : `×${formatCount(hop.calls)}`, share);
  },
  none: () => '',
};

function callsText({ calls = 0 }: Hop): string {
  return calls > 1 ? `×${formatCount(calls)}` : '';
}

function join(...parts: string[]): string {
  return parts.filter(Boolean).join('  ');
}

/** All cards are of one size: what differs between services then stands out. */
function cardSize(services: Service[]): { width: number; height: number } {
  const longest = services.reduce((most, { name }) => Math.max(most, name.length), 0);
  const width = Math.min(Math.max(CARD.icons + longest * CARD.perCharacter, CARD.minWidth), CARD.maxWidth);
  const hasSubtitle = services.some(({ subtitle }) => subtitle !== '');
  return { width: Math.ceil(width), height: CARD.height + (hasSubtitle ? CARD.subtitle : 0) };
}

function labelOn(hop: Hop, text: string): Pick<SizedEdge, 'labelWidth' | 'labelHeight'> {
  if (text === '') {
    return { labelWidth: 0, labelHeight: 0 };
  }
  const { width, height } = labelRoom({ text, icon: hop.health === 'ok' ? '' : 'any' });
  return { labelWidth: width + LABEL_GAP_PX, labelHeight: height };
}
