import { layout } from '../layout/layout';
import { size } from '../layout/size';
import { readModel } from '../model/model';
import { toHops, toServices } from '../components/graph/elements';
import { setScene } from '../components/graph/scene';
import { defaultOptions } from '../types';
import { failingJourney } from './frames';

const ignore = () => {};

/**
 * Every kind of card and label there is: an error's origin with lines and a busy time, a service that
 * sent no spans, one that did well, and a hop that failed.
 */
export function drawnThings() {
  const [picture] = readModel(failingJourney()).pictures;
  const graph = layout(size(picture.services, picture.hops, 'right'));
  const scene = setScene(picture, picture, { options: defaultOptions });
  return { graph, scene, services: toServices(scene, graph, ignore), hops: toHops(scene, graph, ignore, ignore) };
}
