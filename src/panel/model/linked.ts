import type { Finding, Hop, Journey, Picture, Service, Step } from './types';

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
export function linkOf(picture?: Picture, selection?: Selection): { selected?: Selected; linked: Linked } {
  const selected = picture && selection && find(picture, selection);
  if (!selected) {
    return { linked: nothing };
  }
  const steps = stepsFor(picture, selected);
  const linked = {
    graph: graphSelection(picture, selected),
    steps: new Set(steps.map(({ key }) => key)),
    findings: new Set(findingsFor(picture, selected).map(({ key }) => key)),
  };
  return { selected, linked };
}

function find(picture: Picture, { type, id }: Selection): Selected | undefined {
  switch (type) {
    case 'service':
      return serviceOf(picture, id);
    case 'hop': {
      const hop = picture.hops.find((hop) => hop.id === id);
      return hop && { type, hop };
    }
    case 'step': {
      const step = picture.steps.find(({ key }) => key === id);
      return step && { type, step };
    }
    case 'journey': {
      const journey = picture.journeys.find(({ key }) => key === id);
      return journey && { type, journey };
    }
    case 'finding':
      return evidenceOf(
        picture,
        picture.findings.find(({ key }) => key === id)
      );
  }
}

function serviceOf(picture: Picture, id: string): Extract<Selected, { type: 'service' }> | undefined {
  const service = picture.services.find((service) => service.id === id);
  return service && { type: 'service', service };
}

/** What a finding points at: its span where it names one, else its service, else nothing but itself. */
function evidenceOf(picture: Picture, finding?: Finding): Selected | undefined {
  if (!finding) {
    return undefined;
  }
  const step = finding.spanId ? spanOf(picture, finding.spanId) : undefined;
  if (step) {
    return { type: 'step', step, finding };
  }
  const service = serviceOf(picture, finding.node);
  return service ? { ...service, finding } : { type: 'finding', finding };
}

/** The span of a span ID. */
export function spanOf(picture: Picture, spanId: string): Step | undefined {
  return picture.steps.find((step) => step.kind === 'span' && step.spanId === spanId);
}

/** The lines that a span wrote. */
export function linesOf(picture: Picture, span: Step): Step[] {
  return picture.steps.filter(({ kind, spanId }) => kind === 'log' && spanId !== '' && spanId === span.spanId);
}

function graphSelection(picture: Picture, selected: Selected): Selection | undefined {
  switch (selected.type) {
    case 'service':
      return { type: 'service', id: selected.service.id };
    case 'hop':
      return { type: 'hop', id: selected.hop.id };
    case 'step':
      return serviceOf(picture, selected.step.node) && { type: 'service', id: selected.step.node };
    default:
      return undefined;
  }
}

function stepsFor(picture: Picture, selected: Selected): Step[] {
  switch (selected.type) {
    case 'service':
      return picture.steps.filter(({ node }) => node === selected.service.id);
    case 'hop':
      return stepsOfHop(picture, selected.hop);
    case 'step':
      return [selected.step];
    default:
      return [];
  }
}

/** The callee's spans that a span of the caller is the parent of, and these parents; of a hop known by lines only, none. */
function stepsOfHop(picture: Picture, { source, target }: Hop): Step[] {
  const spans = picture.steps.filter(({ kind }) => kind === 'span');
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const pairs = spans.flatMap((span) => {
    const parent = span.node === target ? byId.get(span.parentSpanId) : undefined;
    return parent?.node === source ? [parent, span] : [];
  });
  return [...new Set(pairs)].sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0));
}

function findingsFor(picture: Picture, selected: Selected): Finding[] {
  switch (selected.type) {
    case 'service':
      return selected.finding
        ? [selected.finding]
        : picture.findings.filter(({ node }) => node === selected.service.id);
    case 'step':
      return picture.findings.filter((finding) => finding === selected.finding || isAbout(finding, selected.step));
    case 'finding':
      return [selected.finding];
    default:
      return [];
  }
}

function isAbout({ spanId }: Finding, step: Step): boolean {
  return spanId !== '' && spanId === step.spanId;
}
