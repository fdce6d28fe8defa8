import { failingJourney } from '../testing/frames';
import { readModel } from './model';
import { filterSteps, noFilter, StepFilter } from './stepFilter';

const [{ steps }] = readModel(failingJourney()).results;

describe('filterSteps', () => {
  it.each<[string, Partial<StepFilter>, string[]]>([
    ['spans', { kind: 'span' }, ['a1', 'b1', 'c1', 'c2']],
    ['lines', { kind: 'log' }, ['c1', 'b1', '']],
    ['errors', { level: 'error' }, ['c1', 'c1', 'c2']],
    ['warnings and worse', { level: 'warning' }, ['c1', 'c1', 'c2', 'b1']],
    ['info and worse: all but debug', { level: 'info' }, ['a1', 'b1', 'c1', 'c1', 'c2', 'b1', '']],
    ['a service', { node: 'bookinfo/audit' }, ['']],
    ['a word of the body, in any case', { text: 'DATABASE' }, ['c1']],
    ['an attribute by name and value', { text: 'http.status_code=503' }, ['c1', 'c2']],
    ['all of several words', { text: 'ratings missing' }, ['b1']],
    ['several filters at once', { kind: 'log', level: 'error', node: 'bookinfo/ratings' }, ['c1']],
    ['a text that is no regular expression', { text: '(' }, []],
  ])('lets through %s', (_, filter, spanIds) => {
    expect(filterSteps(steps, { ...noFilter, ...filter }).map(({ spanId }) => spanId)).toEqual(spanIds);
  });

  it('gives back the same steps when nothing is filtered', () => {
    expect(filterSteps(steps, { ...noFilter, text: '  ' })).toBe(steps);
  });
});
