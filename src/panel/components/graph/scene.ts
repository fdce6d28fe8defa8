import { labelOf } from '../../layout/size';
import { activities } from '../../model/activity';
import type { Graph } from '../../model/graph/collapse';
import type { Difference } from '../../model/graph/compare';
import { isOneJourney, originOf } from '../../model/model';
import type { Health, Hop, Picture, Service } from '../../model/types';
import type { GraphSettings } from '../../hooks/graphSettings';
import { strings } from '../../strings';
import { changeText } from './differences';
import { hopSentence } from './hopText';
import { CardContext, serviceSentence } from './serviceText';
import { toneOfHop, toneOfService } from './tones';

export interface ShownService {
  service: Service;
  context: CardContext;
}

export interface ShownHop {
  hop: Hop;
  /** Names of both ends. */
  source: string;
  target: string;
  label: string;
  tone: Health;
  difference?: Difference;
}

/** Everything in the graph, with how it looks: the same for the canvas, the outline and the export. */
export interface Scene {
  services: ReadonlyMap<string, ShownService>;
  hops: ReadonlyMap<string, ShownHop>;
}

/** Sets the scene for a graph, which may have parts of the picture collapsed. */
export function setScene(picture: Picture, graph: Graph, settings: GraphSettings): Scene {
  const names = new Map(graph.services.map((service) => [service.id, nameOf(service)]));
  const toHop = (hop: Hop): ShownHop => ({
    hop,
    source: names.get(hop.source) ?? hop.source,
    target: names.get(hop.target) ?? hop.target,
    label: labelFor(settings)(hop),
    tone: toneOfHop(hop, settings.options, isOneJourney(picture)),
    difference: settings.comparison?.hops.get(hop.id),
  });
  const contextOf = contexts(picture, settings);
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
export function sentenceOf(scene: Scene, type: 'service' | 'hop', id: string): string {
  if (type === 'hop') {
    const shown = scene.hops.get(id);
    return shown ? hopSentence(shown.hop, shown.source, shown.target, shown.difference) : '';
  }
  const shown = scene.services.get(id);
  const sentence = shown ? serviceSentence(shown.service, shown.context) : '';
  return shown?.service.kind === 'group' ? `${sentence}, ${strings.graph.collapsed}` : sentence;
}

function contexts(picture: Picture, { options, comparison }: GraphSettings): (service: Service) => CardContext {
  const busy = activities(picture);
  const origin = originOf(picture);
  const oneJourney = isOneJourney(picture);
  return (service) => ({
    oneJourney,
    origin: service.id === origin,
    activity: busy.get(service.id),
    tone: toneOfService(service, options, oneJourney),
    difference: comparison?.services.get(service.id),
  });
}
