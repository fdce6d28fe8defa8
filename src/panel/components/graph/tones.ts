import type { Health, Hop, Service } from '../../model/types';
import type { PanelOptions } from '../../types';

type Rules = Pick<PanelOptions, 'colorBy' | 'thresholds'>;

/** How a service is coloured: by its errors or its latency, as the options say. */
export function toneOfService(service: Service, rules: Rules, oneJourney: boolean): Health {
  if (rules.colorBy === 'latency') {
    return byLatency(oneJourney ? service.total : service.p95, rules);
  }
  // Of one request, and without figures, any error counts.
  return oneJourney || service.errorShare === 0 ? service.health : byErrors(service.errorShare, rules);
}

export function toneOfHop(hop: Hop, rules: Rules, oneJourney: boolean): Health {
  if (rules.colorBy === 'latency') {
    return byLatency(hop.p95, rules);
  }
  const counted = !oneJourney && hop.calls && hop.errors;
  return counted ? byErrors((hop.errors ?? 0) / (hop.calls ?? 1), rules) : hop.health;
}

function byErrors(share: number, { thresholds }: Rules): Health {
  return above(share * 100, thresholds.errorWarning, thresholds.errorCritical);
}

function byLatency(ms: number | undefined, { thresholds }: Rules): Health {
  return ms === undefined ? 'ok' : above(ms, thresholds.latencyWarning, thresholds.latencyCritical);
}

function above(value: number, warning: number, critical: number): Health {
  return value > critical ? 'error' : value > warning ? 'warning' : 'ok';
}
