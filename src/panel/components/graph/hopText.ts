import { formatMilliseconds } from '../../model/format';
import type { Difference } from '../../model/graph/compare';
import type { Hop } from '../../model/types';
import { strings } from '../../strings';
import { changeText } from './differences';

/** The hop as one sentence, for those who hear it. */
export function hopSentence(hop: Hop, source: string, target: string, difference?: Difference): string {
  const { calls, errors, p95, kind } = hop;
  return strings.hop.label(source, target, [
    strings.hop.kind[kind],
    calls === undefined ? '' : strings.hop.calls(calls),
    errors ? strings.hop.errors(errors) : '',
    p95 === undefined ? '' : `${strings.service.p95} ${formatMilliseconds(p95)}`,
    difference ? changeText(difference) : '',
  ]);
}

export interface HopFact {
  name: string;
  p50?: number;
  p95?: number;
  /** One of those that another row is made of. */
  isPart?: boolean;
}

/** Where the time of a hop went, from the caller's view down to what lies between. */
export function hopFacts({ client, server, between }: Hop, source: string, target: string): HopFact[] {
  const { overheadP50, overheadP95, clientProxyP50, serverProxyP50 } = between;
  const part = (name: string, p50: number | undefined) => (p50 === undefined ? [] : [{ name, p50, isPart: true }]);
  return [
    ...(client ? [{ name: strings.hop.client(source), p50: client.p50, p95: client.p95 }] : []),
    ...(overheadP50 === undefined && overheadP95 === undefined
      ? []
      : [{ name: strings.hop.between, p50: overheadP50, p95: overheadP95 }]),
    ...part(strings.hop.proxy.client, clientProxyP50),
    ...part(strings.hop.proxy.server, serverProxyP50),
    ...(server ? [{ name: strings.hop.server(target), p50: server.p50, p95: server.p95 }] : []),
  ];
}
