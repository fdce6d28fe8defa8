import { CoreApp, type DataSourceInstanceSettings } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';

import type { JourneyQuery } from '../contract';
import { JourneyDataSource } from './datasource';
import type { JourneySettings } from './types';

const templates: TemplateSrv = {
  containsTemplate: () => false,
  getVariables: () => [],
  replace: (target = '') => target.replace('$id', '4bf92f3577b34da6a3ce929d0e0e4736'),
  updateTimeRange: () => undefined,
};

const settings = { uid: 'journey', type: 'requestjourney-journey-datasource', name: 'Request Journey', jsonData: {} };
const source = new JourneyDataSource(settings as DataSourceInstanceSettings<JourneySettings>, templates);

describe('filterQuery', () => {
  it.each<{ name: string; query: Partial<JourneyQuery>; runs: boolean }>([
    { name: 'LogQL', query: { logql: '{a="b"}' }, runs: true },
    { name: 'TraceQL', query: { queryType: 'search', traceql: '{}' }, runs: true },
    { name: 'a trace ID', query: { queryType: 'journey', traceId: 'abc' }, runs: true },
    { name: 'nothing', query: {}, runs: false },
    { name: 'blanks', query: { logql: ' \n', traceql: '\t' }, runs: false },
    {
      name: 'a journey without a trace ID, though the search is filled in',
      query: { queryType: 'journey', logql: '{a="b"}' },
      runs: false,
    },
    { name: 'a search whose only text is a trace ID', query: { queryType: 'search', traceId: 'abc' }, runs: false },
    { name: 'a trace ID that a link sends', query: { query: '971a783785d63641' }, runs: true },
    { name: 'TraceQL that a link sends', query: { queryType: 'search', query: '{}' }, runs: true },
    { name: 'a text that the backend has to refuse', query: { query: 'null' }, runs: true },
    { name: 'an empty text of a link', query: { query: ' ' }, runs: false },
    { name: 'a hidden query', query: { logql: '{a="b"}', hide: true }, runs: false },
  ])('$name: $runs', ({ query, runs }) => {
    expect(source.filterQuery({ refId: 'A', ...query })).toBe(runs);
  });
});

it.each([
  [CoreApp.Explore, {}],
  [CoreApp.PanelEditor, {}],
  [CoreApp.UnifiedAlerting, { queryType: 'metrics', instant: true }],
  [CoreApp.CloudAlerting, { queryType: 'metrics', instant: true }],
])('stores in a new query of %s only what the backend does not do by itself', (app, query) => {
  expect(source.getDefaultQuery(app)).toEqual(query);
});

it.each<{ limits?: { journeys: number }; search: number; metrics: number }>([
  { search: 50, metrics: 500 },
  { limits: { journeys: 2000 }, search: 50, metrics: 2000 },
  { limits: { journeys: 20 }, search: 20, metrics: 20 },
])('knows the limits that apply with $limits', ({ limits, search, metrics }) => {
  const limited = new JourneyDataSource(
    { ...settings, jsonData: { limits } } as DataSourceInstanceSettings<JourneySettings>,
    templates
  );
  expect(limited.defaultLimit('search')).toBe(search);
  expect(limited.defaultLimit('metrics')).toBe(metrics);
});

it('interpolates before the backend sees the query', () => {
  const [query] = source.interpolateVariablesInQueries([{ refId: 'A', queryType: 'journey', traceId: '$id' }], {});
  expect(query.traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
});

it('interpolates the text of a link', () => {
  const [query] = source.interpolateVariablesInQueries([{ refId: 'A', query: '$id' }], {});
  expect(query.query).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
});

it.each<{ query: Partial<JourneyQuery>; text: string }>([
  { query: { query: '971a783785d63641' }, text: 'Journey 971a783785d63641' },
  { query: { query: '{a="b"}' }, text: '{a="b"}' },
  { query: { query: 'null' }, text: 'null' },
  { query: { logql: '{a="b"}', traceql: '{}' }, text: '{a="b"} and {}' },
  { query: { queryType: 'journey', traceId: 'abc', logql: 'left over' }, text: 'Journey abc' },
  { query: { queryType: 'metrics', traceql: '{}', metric: 'p95' }, text: 'p95 of {}' },
])('is displayed as $text', ({ query, text }) => {
  expect(source.getQueryDisplayText({ refId: 'A', ...query })).toBe(text);
});

it('knows the tenants that it asks', () => {
  const jsonData = { loki: { tenant: 'shop|bank' }, tempo: { tenant: 'shop' } };
  const tenanted = new JourneyDataSource(
    { ...settings, jsonData } as DataSourceInstanceSettings<JourneySettings>,
    templates
  );
  expect(tenanted.tenants()).toEqual(['bank', 'shop']);
  expect(source.tenants()).toEqual([]);
});
