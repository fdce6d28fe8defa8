import { plural } from './translate';

/** How many there are of something. */
export const counts = {
  services: (count: number) =>
    plural('count.service', '{{count, number}} service', '{{count, number}} services', count),
  hops: (count: number) => plural('count.hop', '{{count, number}} hop', '{{count, number}} hops', count),
  calls: (count: number) => plural('count.call', '{{count, number}} call', '{{count, number}} calls', count),
  errors: (count: number) => plural('count.error', '{{count, number}} error', '{{count, number}} errors', count),
  spans: (count: number) => plural('count.span', '{{count, number}} span', '{{count, number}} spans', count),
  spansInside: (count: number) =>
    plural('count.hidden-span', '{{count, number}} hidden span', '{{count, number}} hidden spans', count),
  lines: (count: number) => plural('count.line', '{{count, number}} log line', '{{count, number}} log lines', count),
  nearbyLines: (count: number) =>
    plural('count.nearby-line', '{{count, number}} nearby line', '{{count, number}} nearby lines', count),
  errorLines: (count: number) =>
    plural('count.error-line', '{{count, number}} error line', '{{count, number}} error lines', count),
  journeys: (count: number) =>
    plural('count.journey', '{{count, number}} journey', '{{count, number}} journeys', count),
  steps: (count: number) => plural('count.step', '{{count, number}} step', '{{count, number}} steps', count),
  moreSteps: (count: number) =>
    plural('count.more-step', 'Show {{count, number}} more step', 'Show {{count, number}} more steps', count),
};
