import { layout } from '../layout/layout';
import { size } from '../layout/size';
import { readModel } from '../model/model';
import { toHops, toServices } from '../components/graph/elements';
import { styleGraph } from '../components/graph/styledGraph';
import { defaultOptions } from '../types';
import { failingJourney } from './frames';

const ignore = () => {};

/**
 * Every kind of card and label there is: an error's origin with lines and a busy time, a service that
 * sent no spans, one that did well, and a hop that failed.
 */
export function drawnElements() {
  const [result] = readModel(failingJourney()).results;
  const graph = layout(size(result.services, result.hops, 'right'));
  const styled = styleGraph(result, result, { options: defaultOptions });
  return { graph, styled, services: toServices(styled, graph, ignore), hops: toHops(styled, graph, ignore, ignore) };
}
