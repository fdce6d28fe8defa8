import { createDataFrame, DataFrame, FieldType, QueryResultMeta } from '@grafana/data';

export type Row = Record<string, unknown>;

/** A frame whose fields are the keys of its rows, typed by their first values. */
export function frameOf(name: string, rows: Row[], meta?: QueryResultMeta, refId = 'A'): DataFrame {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return createDataFrame({
    name,
    refId,
    meta,
    fields: names.map((field) => ({
      name: field,
      type: typeOf(rows.map((row) => row[field]).find((value) => value !== undefined && value !== null)),
      values: rows.map((row) => row[field] ?? null),
    })),
  });
}

function typeOf(value: unknown): FieldType {
  const types: Record<string, FieldType> = { number: FieldType.number, string: FieldType.string };
  return types[typeof value] ?? FieldType.other;
}

const trace = '80f198ee56343ba864fe8b2a57d3eff7';

function span(
  node: string,
  spanID: string,
  parentSpanID: string,
  offset: number,
  duration: number,
  level = 'unset'
): Row {
  const attributes = { 'http.status_code': level === 'error' ? 503 : 200 };
  const names = { node: `bookinfo/${node}`, service: node, body: `GET /${node}` };
  return { kind: 'span', traceID: trace, spanID, parentSpanID, offset, duration, level, attributes, ...names };
}

function line(node: string, spanID: string, offset: number, level: string, body: string): Row {
  const names = { node: `bookinfo/${node}`, service: node, body };
  return {
    kind: 'log',
    traceID: trace,
    spanID,
    offset,
    level,
    placement: 'span',
    attributes: { pod: `${node}-0` },
    ...names,
  };
}

function node(name: string, more: Row): Row {
  return {
    id: `bookinfo/${name}`,
    title: name,
    subtitle: 'bookinfo',
    detail__kind: 'service',
    detail__requests: 1,
    ...more,
  };
}

function edge(source: string, target: string, calls: number, errors: number, p95: number): Row {
  const ends = { source: `bookinfo/${source}`, target: `bookinfo/${target}` };
  const server = {
    detail__server_calls: calls,
    detail__server_errors: errors,
    detail__server_p50: p95,
    detail__server_p95: p95,
  };
  const client = {
    detail__client_calls: calls,
    detail__client_errors: errors,
    detail__client_p50: p95,
    detail__client_p95: 2 * p95,
  };
  return {
    id: `${ends.source}→${ends.target}`,
    ...ends,
    detail__calls: calls,
    detail__errors: errors,
    ...server,
    ...client,
  };
}

/** A request to Bookinfo whose ratings answered 503 twice, as the backend sends it. */
export function failingJourney(refId = 'A', meta?: QueryResultMeta): DataFrame[] {
  const journey = {
    traceID: trace,
    time: 1_763_600_000_000,
    duration: 120,
    service: 'gateway',
    body: 'GET /productpage',
  };
  return [
    frameOf(
      'journeys',
      [{ ...journey, status: 'error', verdict: 'complete', spans: 5, logs: 3, errors: 3 }],
      meta,
      refId
    ),
    frameOf('steps', failingSteps(), undefined, refId),
    frameOf('nodes', failingNodes(), undefined, refId),
    frameOf(
      'edges',
      [edge('gateway', 'productpage', 1, 0, 110), edge('productpage', 'ratings', 2, 2, 20)],
      undefined,
      refId
    ),
    frameOf('findings', failingFindings(), undefined, refId),
  ];
}

function failingSteps(): Row[] {
  return [
    span('gateway', 'a1', '', 0, 120),
    span('productpage', 'b1', 'a1', 5, 110),
    span('ratings', 'c1', 'b1', 30, 20, 'error'),
    line('ratings', 'c1', 45, 'error', '\u001b[31mno database\u001b[0m <b>here</b>'),
    span('ratings', 'c2', 'b1', 60, 20, 'error'),
    line('productpage', 'b1', 112, 'warn', 'ratings are missing'),
    line('audit', '', 118, 'info', 'page viewed'),
  ];
}

function failingNodes(): Row[] {
  return [
    node('gateway', { detail__kind: 'gateway', detail__total: 120 }),
    node('productpage', { detail__total: 110, detail__lines: 1 }),
    node('ratings', { arc__error: 1, detail__requests: 2, detail__errors: 2, detail__total: 40, detail__lines: 1 }),
    node('audit', { detail__kind: 'ghost', detail__requests: 0, detail__lines: 1, detail__total: 0 }),
  ];
}

function failingFindings(): Row[] {
  const info = {
    severity: 'info',
    code: 'propagation-broken',
    node: 'bookinfo/audit',
    message: 'audit sent no spans.',
  };
  const error = { severity: 'error', code: 'error-origin', node: 'bookinfo/ratings', message: 'ratings failed first.' };
  return [info, { ...error, advice: 'Look at its database.' }];
}

/** Three journeys and their graph, as the backend answers a search. */
export function search(refId = 'A'): DataFrame[] {
  const journeys = ['ok', 'error', 'unset'].map((status, i) => ({
    traceID: `${i}`.repeat(32),
    time: 1_763_600_000_000 - i * 1000,
    duration: 40 * (i + 1),
    service: 'gateway',
    body: `GET /page/${i}`,
    status,
    verdict: 'complete',
    errors: status === 'error' ? 2 : 0,
  }));
  const nodes = [
    node('gateway', { detail__p95: 80 }),
    node('ratings', { detail__p95: 20, arc__error: 0.25, detail__errors: 5 }),
  ];
  return [
    frameOf('journeys', journeys, undefined, refId),
    frameOf('nodes', nodes, undefined, refId),
    frameOf('edges', [edge('gateway', 'ratings', 20, 5, 20)], undefined, refId),
  ];
}
