import { FieldType, toDataFrame } from '@grafana/data';

import { eventsOf } from './annotations';

const journeys = (rows: Array<Record<string, unknown>>) =>
  toDataFrame({
    name: 'journeys',
    fields: ['traceID', 'service', 'body', 'status', 'verdict', 'time', 'duration'].map((name) => ({
      name,
      type: name === 'time' ? FieldType.time : name === 'duration' ? FieldType.number : FieldType.string,
      values: rows.map((row) => row[name]),
    })),
  });

it('marks each journey where it began, however short it was', () => {
  const [event] = eventsOf(
    journeys([
      {
        traceID: 'a1',
        service: 'shop',
        body: 'GET /',
        status: 'error',
        verdict: 'partial',
        time: 1000,
        duration: 20.4,
      },
    ])
  );
  expect(event).toEqual({
    id: 'a1',
    time: 1000,
    title: 'shop',
    text: 'GET / (20.4 ms, trace a1)',
    tags: ['error', 'partial'],
  });
});

it('keeps a log line text, and leaves out what has no time', () => {
  const line = {
    traceID: 'a1',
    service: '',
    body: '<img src=x onerror=alert(1)>',
    status: 'unset',
    verdict: 'logs-only',
  };
  const events = eventsOf(
    journeys([
      { ...line, time: 1, duration: 0 },
      { ...line, time: null, duration: 0 },
    ])
  );
  expect(events).toHaveLength(1);
  expect(events[0].text).not.toContain('<img');
  expect(events[0].tags).toEqual(['logs-only']);
});
