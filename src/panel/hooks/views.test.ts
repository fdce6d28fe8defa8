import { readModel } from '../model/model';
import { failingJourney, search } from '../testing/frames';
import type { View } from '../types';
import { HEIGHTS, viewsFor } from './views';

const [journey] = readModel(failingJourney()).results;
const [many] = readModel(search()).results;
const all: View[] = ['graph', 'timeline', 'steps'];

describe('viewsFor', () => {
  it.each([
    ['all three where there is room', journey, 1000, all, ['all', ...all]],
    ['one at a time where there is less', journey, HEIGHTS.graph, all, all],
    ['the graph alone on a small panel', journey, HEIGHTS.graph - 1, all, ['graph']],
    ['what is wanted on a small panel', journey, 200, ['timeline'] as View[], ['timeline']],
    ['only what is wanted', journey, 1000, ['timeline', 'steps'] as View[], ['timeline', 'steps']],
    [
      'the graph with the one other that is wanted',
      journey,
      1000,
      ['graph', 'steps'] as View[],
      ['all', 'graph', 'steps'],
    ],
    ['the graph of many journeys, whatever is wanted', many, 1000, ['steps'] as View[], ['graph']],
    ['steps first without hops', { ...journey, hops: [] }, 1000, all, ['steps', 'timeline', 'graph']],
  ])('shows %s', (_, result, height, wanted, shown) => {
    expect(viewsFor(result, height, wanted)).toEqual(shown);
  });
});
