import { of } from 'rxjs';

import { dateTime } from '@grafana/data';

import { runSetup } from './runSetup';

const chunked = jest.fn((_: unknown) => of({ data: undefined }));
const sources: Record<string, unknown> = {
  rj: { name: 'Request Journey', jsonData: { loki: { datasourceUid: 'logs' } }, meta: {} },
  tempo: { name: 'Tempo', meta: { tracing: true } },
  profiles: { name: 'Pyroscope', meta: {} },
  logs: {
    name: 'Logs',
    meta: {},
    jsonData: {
      derivedFields: [
        { name: 'TraceID', matcherRegex: '(?<=traceID=)(\\w+)', datasourceUid: 'tempo' },
        { name: 'label', matcherType: 'structured_metadata', matcherRegex: 'trace_id', datasourceUid: 'tempo' },
        { name: 'SpanID', matcherRegex: 'span_id=(\\w+)', datasourceUid: 'tempo' },
        { name: 'Profile', matcherRegex: 'trace_id=(\\w+)', datasourceUid: 'profiles' },
        { name: 'Old', matcherRegex: 'trace_id=(?!x)(\\w+)', datasourceUid: 'tempo' },
      ],
    },
  },
};

jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  getDataSourceSrv: () => ({ getInstanceSettings: (uid: string) => sources[uid] }),
  getBackendSrv: () => ({ chunked }),
}));

// A field that is about spans or leads elsewhere would be reported as one that finds the wrong IDs.
it('has only those derived fields checked that lead to traces, as the backend reads them', () => {
  const range = { from: dateTime(1000), to: dateTime(2000), raw: { from: '', to: '' } };
  runSetup('rj', range);
  expect(chunked).toHaveBeenCalledWith(
    expect.objectContaining({
      url: '/api/datasources/uid/rj/resources/setup?from=1000&to=2000',
      data: {
        derivedFields: [
          { name: 'TraceID', matcherType: 'regex', matcherRegex: '(?:traceID=)(\\w+)' },
          { name: 'label', matcherType: 'label', matcherRegex: 'trace_id' },
        ],
      },
    })
  );
});
