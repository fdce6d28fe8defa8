import { type DataSourceInstanceSettings, toDataFrame } from '@grafana/data';

import { withLinks } from './links';
import type { JourneySettings } from './types';

const settings = (jsonData: JourneySettings) =>
  ({ uid: 'rj', name: 'Request Journey', jsonData }) as DataSourceInstanceSettings<JourneySettings>;
const journeys = toDataFrame({
  name: 'journeys',
  fields: [
    { name: 'traceID', values: ['a'] },
    { name: 'body', values: ['b'] },
  ],
});

it('links trace IDs to their journey, and to Tempo where that is known', () => {
  const titles = (jsonData: JourneySettings) =>
    withLinks(journeys, settings(jsonData)).fields.map(({ config }) => config.links?.map(({ title }) => title));
  expect(titles({})).toEqual([['Show this journey'], undefined]);
  expect(titles({ tempo: { datasourceUid: 't' } })).toEqual([['Show this journey', 'Trace in Tempo'], undefined]);
});

it('tells by links nothing of the servers, nor of who asks them', () => {
  const server = { url: 'http://kept-back', tenant: 'kept-back', basicAuthUser: 'kept-back', datasourceUid: 't' };
  const linked = withLinks(journeys, settings({ loki: server, tempo: server }));
  expect(JSON.stringify(linked.fields[0].config.links)).not.toContain('kept-back');
});

it('leaves other frames and the given one as they are', () => {
  const steps = toDataFrame({ name: 'steps', fields: [{ name: 'traceID', values: ['a'] }] });
  expect(withLinks(steps, settings({}))).toBe(steps);
  withLinks(journeys, settings({}));
  expect(journeys.fields[0].config.links).toBeUndefined();
});
