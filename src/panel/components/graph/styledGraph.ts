import { labelOf } from '../../layout/size';
import { activities } from '../../model/activity';
import type { Graph } from '../../model/graph/collapse';
import type { Difference } from '../../model/graph/compare';
import { isOneJourney, originOf } from '../../model/model';
import type { Health, Hop, QueryResult, Service } from '../../model/types';
import type { GraphSettings } from '../../hooks/graphSettings';
import { strings } from '../../strings';
import { changeText } from './differences';
import { hopSentence } from './hopText';
import { CardContext, serviceSentence } from './serviceText';
import { toneOfHop, toneOfService } from './tones';

export interface StyledService {
  service: Service;
  context: CardContext;
}

export interface StyledHop {
  hop: Hop;
  /** Names of both ends. */
  source: string;
  target: string;
  label: string;
  tone: Health;
  difference?: Difference;
}

/** Everything in the graph, with how it looks: the same for the canvas, the outline and the export. */
export interface StyledGraph {
  services: ReadonlyMap<string, StyledService>;
  hops: ReadonlyMap<string, StyledHop>;
}

/** Sets the scene for a graph, which may have parts of the picture collapsed. */
export function styleGraph(result: QueryResult, graph: Graph, settings: GraphSettings): StyledGraph {
  const names = new Map(graph.services.map((service) => [service.id, nameOf(service)]));
  const toHop = (hop: Hop): StyledHop => ({
    hop,
    source: names.get(hop.source) ?? hop.source,
    target: names.get(hop.target) ?? hop.target,
    label: labelFor(settings)(hop),
    tone: toneOfHop(hop, settings.options, isOneJourney(result)),
    difference: settings.comparison?.hops.get(hop.id),
  });
  const contextOf = contexts(result, settings);
  return {
    services: new Map(graph.services.map((service) => [service.id, { service, context: contextOf(service) }])),
    hops: new Map(graph.hops.map((hop) => [hop.id, toHop(hop)])),
  };
}

/** A proxy has the name of its service, which hops lead to as well. */
function nameOf({ kind, name }: Service): string {
  return kind === 'proxy' ? strings.service.proxyOf(name) : name;
}

/** What the labels of hops say; of two journeys compared, how they differ. */
export function labelFor({ options, comparison }: GraphSettings): (hop: Hop) => string {
  const label = labelOf(options.hopLabels);
  return (hop) => {
    const difference = comparison?.hops.get(hop.id);
    return difference && difference.change !== 'same' ? changeText(difference) : label(hop);
  };
}

/** A thing in the graph as one sentence. */
export function sentenceOf(styled: StyledGraph, type: 'service' | 'hop', id: string): string {
  if (type === 'hop') {
    const shown = styled.hops.get(id);
    return shown ? hopSentence(shown.hop, shown.source, shown.target, shown.difference) : '';
  }
  const shown = styled.services.get(id);
  const sentence = shown ? serviceSentence(shown.service, shown.context) : '';
  return shown?.service.kind === 'group' ? `${sentence}, ${strings.graph.collapsed}` : sentence;
}

function contexts(result: QueryResult, { options, comparison }: GraphSettings): (service: Service) => CardContext {
  const busy = activities(result);
  const origin = originOf(result);
  const oneJourney = isOneJourney(result);
  return (service) => ({
    oneJourney,
    origin: service.id === origin,
    activity: busy.get(service.id),
    tone: toneOfService(service, options, oneJourney),
    difference: comparison?.services.get(service.id),
  });
}
