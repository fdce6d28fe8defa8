import { unknownService } from './services';
import type { Health, Hop, Service, Step } from './types';

/**
 * The graph that the steps alone tell, for answers that hold no node frame:
 * a span whose parent ran in another service is a call.
 */
export function deriveGraph(steps: Step[]): { services: Service[]; hops: Hop[] } {
  const spans = new Map(steps.filter((step) => step.kind === 'span').map((span) => [span.spanId, span]));
  const hops = new Map<string, Hop>();
  for (const span of spans.values()) {
    const parent = spans.get(span.parentSpanId);
    if (parent && parent.node !== span.node) {
      addCall(hops, parent, span);
    }
  }
  return { services: deriveServices(steps), hops: [...hops.values()] };
}

/** Ends that no service row describes become services, so that no hop leads nowhere. */
export function withMissingEnds(services: Service[], hops: Hop[]): Service[] {
  const known = new Set(services.map((service) => service.id));
  const ends = new Set(hops.flatMap((hop) => [hop.source, hop.target]));
  return [...services, ...[...ends].filter((id) => !known.has(id)).map(unknownService)];
}

function deriveServices(steps: Step[]): Service[] {
  const byNode = new Map<string, Step[]>();
  for (const step of steps.filter((step) => step.node !== '')) {
    const own = byNode.get(step.node);
    if (own) {
      own.push(step);
    } else {
      byNode.set(step.node, [step]);
    }
  }
  return [...byNode].map(([id, own]) => deriveService(id, own));
}

function deriveService(id: string, steps: Step[]): Service {
  const spans = steps.filter((step) => step.kind === 'span');
  const lines = steps.filter(({ kind, nearby }) => kind === 'log' && !nearby);
  const errors = spans.filter((span) => span.health === 'error').length;
  const errorLines = lines.filter((line) => line.health === 'error').length;
  const longest = spans.reduce((most, { duration = 0 }) => Math.max(most, duration), 0);
  return {
    ...unknownService(id),
    name: steps[0].service || id,
    kind: spans.length > 0 ? 'service' : 'ghost',
    health: worst(errors, spans.length > 0 ? 0 : errorLines, errorLines),
    errors,
    total: spans.length > 0 ? longest : undefined,
    spans: spans.length,
    lines: lines.length,
    errorLines,
  };
}

function worst(errors: number, ghostErrors: number, errorLines: number): Health {
  return errors + ghostErrors > 0 ? 'error' : errorLines > 0 ? 'warning' : 'ok';
}

function addCall(hops: Map<string, Hop>, parent: Step, span: Step): void {
  const id = `${parent.node}→${span.node}`;
  const hop = hops.get(id) ?? newHop(id, parent.node, span.node);
  const failed = span.health === 'error';
  hop.health = failed ? 'error' : hop.health;
  hop.calls = (hop.calls ?? 0) + 1;
  hop.errors = (hop.errors ?? 0) + (failed ? 1 : 0);
  hop.p95 = Math.max(hop.p95 ?? 0, span.duration ?? 0);
  hops.set(id, hop);
}

function newHop(id: string, source: string, target: string): Hop {
  return { id, source, target, kind: 'call', health: 'ok', between: {}, dashed: false, stats: [], links: () => [] };
}
