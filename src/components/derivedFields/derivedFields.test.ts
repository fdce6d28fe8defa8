import { readFileSync } from 'fs';

import { type DerivedField, type FieldRule, rulesOfFields } from './derivedFields';

/** Rows that pkg/extract also reads: there each rule is tried on lines. */
interface Row {
  name: string;
  field: DerivedField;
  trace?: FieldRule;
  span?: FieldRule;
  skipped?: string;
}

const rows: Row[] = JSON.parse(readFileSync('pkg/extract/testdata/derived-fields.json', 'utf8'));

const sources: Record<string, { name: string; hasTraces: boolean }> = {
  tempo: { name: 'Tempo', hasTraces: true },
  jaeger: { name: 'Jaeger', hasTraces: true },
  zipkin: { name: 'Zipkin', hasTraces: true },
  journey: { name: 'Request Journey', hasTraces: true },
  loki: { name: 'Loki', hasTraces: false },
  prometheus: { name: 'Prometheus', hasTraces: false },
  pyroscope: { name: 'Pyroscope', hasTraces: false },
};
const sourceOf = (uid: string) => sources[uid];

it.each(rows.map((row) => [row.name, row] as const))('%s', (_, { field, trace, span, skipped }) => {
  expect(rulesOfFields([field], sourceOf)).toEqual({
    traces: trace ? [trace] : [],
    spans: span ? [span] : [],
    skipped: skipped ? [{ name: field.name, reason: skipped }] : [],
  });
});

it('has rows for each of what can become of a field', () => {
  expect(rows.length).toBeGreaterThan(90);
  expect(rows.every(({ trace, span, skipped }) => [trace, span, skipped].filter(Boolean).length === 1)).toBe(true);
});

it('imports fields that differ in their links alone once, and what has no name by another', () => {
  const fields = [
    { name: 'TraceID', matcherRegex: 'trace_id=(\\w+)', datasourceUid: 'jaeger' },
    { name: 'TraceID', matcherRegex: 'trace_id=(\\w+)', url: 'http://localhost:16686/trace/${__value.raw}' },
    { matcherRegex: 'traceID=(\\w+)', datasourceUid: 'tempo' },
    { matcherRegex: '(' },
  ];
  expect(rulesOfFields(fields, sourceOf)).toEqual({
    traces: [
      { name: 'TraceID', source: 'line', pattern: 'trace_id=(\\w+)' },
      { name: 'derived field', source: 'line', pattern: 'traceID=(\\w+)' },
    ],
    spans: [],
    skipped: [{ name: 'without a name', reason: 'its pattern is not a valid expression' }],
  });
});

it.each([undefined, null, {}, 'x', [null, 7, { name: 7, matcherRegex: 7 }]])('takes nothing from %p', (fields) => {
  expect(rulesOfFields(fields, sourceOf)).toMatchObject({ traces: [], spans: [] });
});
