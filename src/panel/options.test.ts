import { failingJourney, frameOf, search } from './testing/frames';
import { getPanelDataSummary } from '@grafana/data';
import { readOptions } from './options';
import { suggest } from './suggestions';
import { defaultOptions } from './types';

describe('readOptions', () => {
  it.each([
    ['nothing', undefined],
    ['an empty object', {}],
    ['values of other kinds', { direction: 'up', colorBy: 3, showMap: 'yes', thresholds: [1], foldProxies: null }],
    ['options that no longer exist', { nodes: { color: 'red' } }],
    ['views that do not exist', { views: ['map', 3] }],
    ['thresholds that are none', { thresholds: { errorWarning: NaN, latencyWarning: -1, latencyCritical: '9' } }],
  ])('takes the defaults for %s', (_, stored) => {
    expect(readOptions(stored)).toEqual(defaultOptions);
  });

  it('keeps what was set', () => {
    const set = { direction: 'down', hopLabels: 'calls', showFindings: false, thresholds: { errorCritical: 5 } };
    expect(readOptions(set)).toEqual({
      ...defaultOptions,
      ...set,
      thresholds: { ...defaultOptions.thresholds, errorCritical: 5 },
    });
  });

  it('keeps the views in our order', () => {
    expect(readOptions({ views: ['steps', 'map', 'graph'] }).views).toEqual(['graph', 'steps']);
  });
});

describe('suggest', () => {
  it.each([
    ['our frames', failingJourney(), 100],
    ['many journeys', search(), 100],
    ['a node graph', [frameOf('', [{ id: 'a', title: 'a', mainstat: 1 }])], 70],
    ['a table', [frameOf('', [{ Time: 1, cpu: 2 }])], undefined],
    ['no frames', [], undefined],
  ])('weighs %s', (_, frames, score) => {
    expect(suggest(getPanelDataSummary(frames))?.[0]?.score).toBe(score);
  });
});
