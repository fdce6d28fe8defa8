import type { Finding, Hop, Journey, QueryResult, Service, Step } from './types';

/** What the views point at together. Steps, findings and journeys go by their keys. */
export interface Selection {
  type: 'service' | 'hop' | 'step' | 'finding' | 'journey';
  id: string;
}

/** What the selection means in the present picture; a finding means what it is about. */
export type Selected =
  | { type: 'service'; service: Service; finding?: Finding }
  | { type: 'hop'; hop: Hop }
  | { type: 'step'; step: Step; finding?: Finding }
  | { type: 'finding'; finding: Finding }
  | { type: 'journey'; journey: Journey };

/** The selection as each view marks it. */
export interface Linked {
  /** For the graph: a step's or finding's service. */
  graph?: Selection;
  /** Keys of the steps that belong to it, in time order. */
  steps: ReadonlySet<string>;
  /** Keys of the findings about it. */
  findings: ReadonlySet<string>;
}

const nothing: Linked = { steps: new Set(), findings: new Set() };

/** Finds the selection in the picture, and all that belongs to it. */
export function linkOf(result?: QueryResult, selection?: Selection): { selected?: Selected; linked: Linked } {
  const selected = result && selection && find(result, selection);
  if (!selected) {
    return { linked: nothing };
  }
  const steps = stepsFor(result, selected);
  const linked = {
    graph: graphSelection(result, selected),
    steps: new Set(steps.map(({ key }) => key)),
    findings: new Set(findingsFor(result, selected).map(({ key }) => key)),
  };
  return { selected, linked };
}

function find(result: QueryResult, { type, id }: Selection): Selected | undefined {
  switch (type) {
    case 'service':
      return serviceOf(result, id);
    case 'hop': {
      const hop = result.hops.find((hop) => hop.id === id);
      return hop && { type, hop };
    }
    case 'step': {
      const step = result.steps.find(({ key }) => key === id);
      return step && { type, step };
    }
    case 'journey': {
      const journey = result.journeys.find(({ key }) => key === id);
      return journey && { type, journey };
    }
    case 'finding':
      return evidenceOf(
        result,
        result.findings.find(({ key }) => key === id)
      );
  }
}

function serviceOf(result: QueryResult, id: string): Extract<Selected, { type: 'service' }> | undefined {
  const service = result.services.find((service) => service.id === id);
  return service && { type: 'service', service };
}

/** What a finding points at: its span where it names one, else its service, else nothing but itself. */
function evidenceOf(result: QueryResult, finding?: Finding): Selected | undefined {
  if (!finding) {
    return undefined;
  }
  const step = finding.spanId ? spanOf(result, finding.spanId) : undefined;
  if (step) {
    return { type: 'step', step, finding };
  }
  const service = serviceOf(result, finding.node);
  return service ? { ...service, finding } : { type: 'finding', finding };
}

/** The span of a span ID. */
export function spanOf(result: QueryResult, spanId: string): Step | undefined {
  return result.steps.find((step) => step.kind === 'span' && step.spanId === spanId);
}

/** The lines that a span wrote. */
export function linesOf(result: QueryResult, span: Step): Step[] {
  return result.steps.filter(({ kind, spanId }) => kind === 'log' && spanId !== '' && spanId === span.spanId);
}

function graphSelection(result: QueryResult, selected: Selected): Selection | undefined {
  switch (selected.type) {
    case 'service':
      return { type: 'service', id: selected.service.id };
    case 'hop':
      return { type: 'hop', id: selected.hop.id };
    case 'step':
      return serviceOf(result, selected.step.node) && { type: 'service', id: selected.step.node };
    default:
      return undefined;
  }
}

function stepsFor(result: QueryResult, selected: Selected): Step[] {
  switch (selected.type) {
    case 'service':
      return result.steps.filter(({ node }) => node === selected.service.id);
    case 'hop':
      return stepsOfHop(result, selected.hop);
    case 'step':
      return [selected.step];
    default:
      return [];
  }
}

/** The callee's spans that a span of the caller is the parent of, and these parents; of a hop known by lines only, none. */
function stepsOfHop(result: QueryResult, { source, target }: Hop): Step[] {
  const spans = result.steps.filter(({ kind }) => kind === 'span');
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const pairs = spans.flatMap((span) => {
    const parent = span.node === target ? byId.get(span.parentSpanId) : undefined;
    return parent?.node === source ? [parent, span] : [];
  });
  return [...new Set(pairs)].sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0));
}

function findingsFor(result: QueryResult, selected: Selected): Finding[] {
  switch (selected.type) {
    case 'service':
      return selected.finding
        ? [selected.finding]
        : result.findings.filter(({ node }) => node === selected.service.id);
    case 'step':
      return result.findings.filter((finding) => finding === selected.finding || isAbout(finding, selected.step));
    case 'finding':
      return [selected.finding];
    default:
      return [];
  }
}

function isAbout({ spanId }: Finding, step: Step): boolean {
  return spanId !== '' && spanId === step.spanId;
}
