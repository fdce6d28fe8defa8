import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { targetsOf } from '../targets';
import { matchers } from './derivedFields';
import { grafana } from './grafana';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const HALF = 'a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

/** What Grafana's Loki data source links in a line, as it matches it. */
function linked(line: string): string[] {
  const regexes = matchers.filter(({ matcherType }) => matcherType === 'regex');
  return regexes.flatMap(({ matcherRegex }) => line.match(matcherRegex)?.[1] ?? []);
}

// The forms are those of docs/guide and of what people's derived fields search for.
it.each<{ line: string; id?: string }>([
  { line: `level=info traceID=${ID} msg=served` },
  { line: `level=info trace_id=${ID}` },
  { line: `{"msg":"served","traceId":"${ID}","spanId":"${SPAN}"}` },
  { line: `{"trace_id": "${ID}"}` },
  { line: `{"trace.id":"${ID}"}` },
  { line: `{"log":"{\\"traceId\\":\\"${ID}\\"}"}` },
  { line: `{"request_X-B3-Traceid":"${HALF}"}`, id: HALF },
  { line: `TraceId: ${ID.toUpperCase()}`, id: ID.toUpperCase() },
  { line: `TRACE_ID=${ID}` },
  { line: `[trace_id=${ID} span_id=${SPAN} resource.service.name=shop trace_sampled=True] - GET` },
  { line: `"GET /ratings/0 HTTP/1.1" 503 - default traceID=${HALF}`, id: HALF },
  { line: `{"traceparent":"00-${ID}-${SPAN}-01"}` },
  { line: `uber-trace-id=${ID}:${SPAN}:0:1` },
  { line: `b3: ${ID}-${SPAN}-1` },
  { line: `{"logging.googleapis.com/trace":"projects/shop/traces/${ID}"}` },
  { line: `{"@tr":"${ID}","@sp":"${SPAN}"}` },
  { line: `span for tid=${ID}` },
  { line: `    Trace ID       : ${ID}` },
  { line: `{"operation_Id":"${ID}"}` },
  { line: `{"span":{"trace_id":"0x${ID.slice(1)}"}}`, id: ID.slice(1) },
  { line: `INFO [shop,${ID},${SPAN}] served` },
  { line: `INFO [,${ID},${SPAN}] served` },
  { line: `INFO [shop,${ID},${SPAN},true] served` },
  { line: `INFO [${ID}/${SPAN}] served` },
  { line: `"GET /productpage HTTP/1.1" 200 437 "-" [shop-80] [] 10.42.1.11:9080 437 0.018 200 ${ID} ${SPAN} ${ID}` },
])('links the trace ID of $line', ({ line, id = ID }) => {
  expect(linked(line)).toEqual([id]);
});

it.each([
  'trace_id=null',
  'trace_id=-',
  'trace_id=undefined',
  '{"trace_id":""}',
  `trace_id=${'0'.repeat(32)}`,
  `traceparent=00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`,
  '{"trace_id":"84961386-6d84-929d-98bd-c5aee93b5c88"}',
  'dd.trace_id=1234567890123456789 dd.span_id=987654321098765432',
  `trace_id=${ID}${ID}`,
  `trace_id=${ID}_and_more`,
  `span_id=${SPAN}`,
  'INFO [shop,,] served',
  'BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable',
  'etcd members [8211f1d0f64f3269 91bc3c398fb3c146]',
  `md5 ${ID} ${ID}`,
])('links nothing in %s', (line) => {
  expect(linked(line)).toEqual([]);
});

it.each([
  { file: 'loki.yaml', has: 'derivedFields:' },
  { file: 'tempo.yaml', has: 'tracesToLogsV2:' },
])('the demo is provisioned with the same $has', ({ file, has }) => {
  const provisioned = readFileSync(join('provisioning', 'datasources', 'requestjourney.yaml'), 'utf8');
  const snippet = grafana(targetsOf(undefined)).code.find(({ title }) => title.endsWith(`/${file}`));
  const settings = snippet?.text.split('jsonData:\n')[1];
  expect(settings).toContain(has);
  expect(provisioned).toContain(settings);
});
