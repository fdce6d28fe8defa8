import { lastValueFrom, of } from 'rxjs';

import { type DataQueryRequest, FieldType, toDataFrame } from '@grafana/data';

import type { JourneyDataSource } from './datasource';
import type { VariableQuery } from './variableQuery';
import { JourneyVariables } from './variables';

const journeys = toDataFrame({
  name: 'journeys',
  fields: [
    { name: 'traceID', values: ['a1', 'b2'] },
    { name: 'time', type: FieldType.time, values: [Date.UTC(2026, 2, 11, 9, 14, 5), null] },
    { name: 'service', values: ['shop', 'cart'] },
    { name: 'body', values: ['GET /', 'a line'] },
  ],
});

const query = jest.fn(() => of({ data: [journeys] }));
const datasource = {
  query,
  tenants: () => ['blue', 'green'],
  interpolate: (text: string) => text.replace('$service', 'shop'),
  catalog: () => ({
    services: async () => ['shop'],
    namespaces: async () => ['default'],
    operations: async (service: string) => [`GET of ${service}`],
  }),
} as unknown as JourneyDataSource;

async function valuesOf(variable: Partial<VariableQuery>) {
  const request = { targets: [{ refId: 'v', ...variable }], scopedVars: {} } as DataQueryRequest<VariableQuery>;
  return (await lastValueFrom(new JourneyVariables(datasource).query(request))).data;
}

it.each<{ variable: Partial<VariableQuery>; values: string[] }>([
  { variable: {}, values: ['shop'] },
  { variable: { kind: 'namespaces' }, values: ['default'] },
  { variable: { kind: 'tenants' }, values: ['blue', 'green'] },
  { variable: { kind: 'operations', service: '$service' }, values: ['GET of shop'] },
])('lists $values', async ({ variable, values }) => {
  expect(await valuesOf(variable)).toEqual(values.map((text) => ({ text })));
});

it('lets trace IDs be chosen by what they are about', async () => {
  expect(await valuesOf({ kind: 'traceIDs', traceql: '{}', limit: 5 })).toEqual([
    { text: '09:14:05 shop GET /', value: 'a1' },
    { text: 'cart a line', value: 'b2' },
  ]);
  expect(query).toHaveBeenCalledWith(
    expect.objectContaining({
      targets: [expect.objectContaining({ queryType: 'search', traceql: '{}', limit: 5, frames: ['journeys'] })],
    })
  );
});
