import type { PluginExtensionAddedLinkConfig } from '@grafana/data';

import { DATASOURCE_ID } from '../../contract';
import manifest from '../../plugin.json';
import { fromLine, fromPalette, fromQueries, fromTrace, traceAttribute } from './links';

const push = jest.fn();

jest.mock('@grafana/runtime', () => ({
  locationService: { push: (path: string) => push(path) },
  getTemplateSrv: () => ({ replace: (text: string) => text }),
  getDataSourceSrv: () => ({
    getList: () => [
      { uid: 'other', type: DATASOURCE_ID, jsonData: {} },
      { uid: 'mine', type: DATASOURCE_ID, jsonData: { loki: { datasourceUid: 'L' }, tempo: { datasourceUid: 'T' } } },
    ],
  }),
}));

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';

const parse = (path: string | undefined) => {
  const url = new URL(path ?? '', 'http://grafana');
  return { page: url.pathname, ...Object.fromEntries(url.searchParams) };
};

it('declares every link in plugin.json as it is registered', () => {
  const links = [fromPalette, fromQueries, fromTrace, fromLine] as PluginExtensionAddedLinkConfig[];
  const registered = links.map(({ title, description, targets }) => ({ title, description, targets }));
  expect(manifest.extensions.addedLinks).toEqual(registered);
});

it('opens the page itself from the command palette, which follows no paths', () => {
  fromPalette.onClick?.(undefined, {} as never);
  expect(push).toHaveBeenCalledWith('/a/requestjourney-journey-app/journeys');
});

it('carries the query and its time', () => {
  const link = fromQueries.configure?.({
    targets: [{ refId: 'A', datasource: { type: 'loki', uid: 'L' }, expr: '{a="b"}' } as never],
    timeRange: { from: 'now-6h', to: 'now' },
  });
  expect(parse(link?.path)).toEqual({
    page: '/a/requestjourney-journey-app/journeys',
    logql: '{a="b"}',
    from: 'now-6h',
    ds: 'mine',
  });
});

it('is not shown where there is nothing to ask', () => {
  expect(fromQueries.configure?.({ targets: [], timeRange: { from: 'now-6h', to: 'now' } })).toBeUndefined();
  expect(fromQueries.configure?.(undefined)).toBeUndefined();
  expect(fromTrace.configure?.({})).toBeUndefined();
});

it('opens a trace with a minute around it', () => {
  const link = fromTrace.configure?.({
    traceID: ID,
    startTime: 1_764_000_000_000_000,
    endTime: 1_764_000_001_500_700,
    datasource: { uid: 'T' },
  });
  expect(parse(link?.path)).toMatchObject({ trace: ID, from: '1763999940000', to: '1764000061501', ds: 'mine' });
});

it('stands beside the attribute that names the trace', () => {
  const context = { attributes: { app: ['shop'], trace_id: [ID] }, datasource: { type: 'loki', uid: 'X' } };
  const link = fromLine.configure?.({ ...context, timeRange: { from: 1, to: 2 } });
  expect(link?.category).toBe('trace_id');
  expect(parse(link?.path)).toMatchObject({ trace: ID, from: '1', to: '2' });
});

it.each([
  { name: 'traceID', value: ID, found: true },
  { name: 'dd.trace_id', value: ID.slice(16), found: true },
  { name: 'trace_id', value: 'null', found: false },
  { name: 'trace_id', value: '-', found: false },
  { name: 'trace_id', value: '0'.repeat(32), found: false },
  { name: 'span_id', value: ID.slice(16), found: false },
  { name: 'backtrace_ids', value: ID, found: false },
])('takes $name with $value: $found', ({ name, value, found }) => {
  expect(traceAttribute({ [name]: [value] })).toEqual(found ? { name, id: value } : undefined);
});
