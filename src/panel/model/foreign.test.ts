import { createDataFrame, DataFrameType, FieldType } from '@grafana/data';
import { readModel } from './model';

const tempo = () =>
  createDataFrame({
    name: 'Trace',
    meta: { preferredVisualisationType: 'trace' },
    fields: [
      { name: 'traceID', values: ['t', 't'] },
      { name: 'spanID', values: ['a', 'b'] },
      { name: 'parentSpanID', values: ['', 'a'] },
      { name: 'operationName', values: ['GET /', 'SELECT'] },
      { name: 'serviceName', values: ['web', 'db'] },
      { name: 'serviceTags', values: [[{ key: 'k8s.pod.name', value: 'web-0' }], []] },
      { name: 'startTime', values: [1000, 1005] },
      { name: 'duration', values: [120, 60] },
      {
        name: 'logs',
        values: [[], [{ timestamp: 1050, name: 'exception', fields: [{ key: 'exception.message', value: 'boom' }] }]],
      },
      { name: 'tags', values: [[{ key: 'http.method', value: 'GET' }], [{ key: 'error', value: true }]] },
      { name: 'statusCode', values: [0, 2] },
    ],
  });

const lines = (meta: object) =>
  createDataFrame({
    meta,
    fields: [
      {
        name: 'labels',
        type: FieldType.other,
        values: [{ service_name: 'web', trace_id: 't' }, { service_name: 'db', level: 'error' }, {}],
      },
      { name: 'Time', type: FieldType.time, values: [1000, 1012, 1020] },
      { name: 'Line', type: FieldType.string, values: ['got it', 'no connection', ''] },
    ],
  });

describe('a trace frame alone', () => {
  const [result] = readModel([tempo()]).results;

  it('is a journey of spans, and of their events as lines', () => {
    const told = result.steps.map(({ kind, service, offset, duration, health, body }) => [
      kind,
      service,
      offset,
      duration,
      health,
      body,
    ]);
    expect(told).toEqual([
      ['span', 'web', 0, 120, 'ok', 'GET /'],
      ['span', 'db', 5, 60, 'error', 'SELECT'],
      ['log', 'db', 50, undefined, 'error', 'exception: boom'],
    ]);
    expect(result.steps[0].attributes).toEqual({ 'http.method': 'GET', 'resource.k8s.pod.name': 'web-0' });
  });

  it('has its graph', () => {
    expect(result.hops).toMatchObject([{ source: 'web', target: 'db', calls: 1, errors: 1, p95: 60 }]);
  });

  it('gives way to our own steps', () => {
    const own = createDataFrame({
      name: 'steps',
      fields: [
        { name: 'kind', values: ['span'] },
        { name: 'body', values: ['x'] },
        { name: 'offset', values: [0] },
        { name: 'spanID', values: ['b'] },
      ],
    });
    const [{ steps, spanDetails }] = readModel([own, tempo()]).results;
    expect(steps).toHaveLength(1);
    expect(spanDetails('b')?.events).toEqual([
      { time: 1050, name: 'exception', attributes: { 'exception.message': 'boom' } },
    ]);
  });
});

describe('a logs frame alone', () => {
  it.each([{ type: DataFrameType.LogLines }, { preferredVisualisationType: 'logs' }])(
    'is a journey of lines: %j',
    (meta) => {
      const [result] = readModel([lines(meta)]).results;
      const told = result.steps.map(({ service, traceId, offset, health, body }) => [
        service,
        traceId,
        offset,
        health,
        body,
      ]);
      expect(told).toEqual([
        ['web', 't', 0, 'ok', 'got it'],
        ['db', '', 12, 'error', 'no connection'],
        ['unknown', '', 20, 'ok', ''],
      ]);
      expect(result.services.map(({ id, kind }) => [id, kind])).toEqual([
        ['web', 'ghost'],
        ['db', 'ghost'],
        ['unknown', 'ghost'],
      ]);
    }
  );

  it('has a line whose host has a wrong clock at the corrected time', () => {
    const ours = createDataFrame({
      name: 'logs',
      meta: { type: DataFrameType.LogLines },
      fields: [
        { name: 'timestamp', type: FieldType.time, values: [1000, 4012] },
        { name: 'body', type: FieldType.string, values: ['got it', 'two sacks left'] },
        { name: 'node', values: ['bakehouse', 'flour'] },
        { name: 'skew', type: FieldType.number, values: [null, -3000] },
      ],
    });
    const [{ steps }] = readModel([ours]).results;
    expect(steps.map(({ node, time, offset, skew }) => [node, time, offset, skew])).toEqual([
      ['bakehouse', 1000, 0, undefined],
      ['flour', 1012, 12, -3000],
    ]);
  });

  it('without lines is nothing to draw', () => {
    const empty = createDataFrame({ meta: { preferredVisualisationType: 'logs' }, fields: [] });
    expect(readModel([empty]).results).toEqual([]);
  });
});
