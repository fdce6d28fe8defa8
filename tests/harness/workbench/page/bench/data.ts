import { createDataFrame, type DataFrame, FieldType } from '@grafana/data';

/** Numbers that look random and are the same each time, from 0 up to 1. */
function numbers(): () => number {
  let state = 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const base = { refId: 'A' };
const TRACE = '80f198ee56343ba864fe8b2a57d3eff7';
const START = Date.UTC(2026, 0, 1);

/** Each service is called by one before it, so that all hang together; the other hops lead anywhere ahead. */
export function graphOf(services: number, hops: number): Array<[source: number, target: number]> {
  const next = numbers();
  const pairs = new Set<string>();
  for (let i = 1; i < services; i++) {
    pairs.add(`${Math.floor(next() * Math.min(i, 1 + i / 3))} ${i}`);
  }
  while (pairs.size < hops) {
    const source = Math.floor(next() * (services - 1));
    pairs.add(`${source} ${source + 1 + Math.floor(next() * (services - source - 1))}`);
  }
  return [...pairs].map((pair) => pair.split(' ').map(Number) as [number, number]);
}

export const nameOf = (service: number) => `service-${service}`;

/** The frames of a graph as the backend sends them, all in one namespace, so that nothing is collapsed. */
export function graphFrames(services: number, hops: number): DataFrame[] {
  const next = numbers();
  const ids = Array.from({ length: services }, (_, i) => nameOf(i));
  const pairs = graphOf(services, hops);
  const figures = (count: number, most: number) => Array.from({ length: count }, () => Math.floor(next() * most));
  return [
    frame('nodes', {
      id: ids,
      title: ids,
      subtitle: ids.map(() => 'shop'),
      detail__kind: ids.map((_, i) => (i % 9 === 8 ? 'database' : 'service')),
      detail__requests: figures(services, 900),
      detail__errors: ids.map((_, i) => (i % 40 === 7 ? 12 : 0)),
      arc__error: ids.map((_, i) => (i % 40 === 7 ? 0.2 : 0)),
      detail__p95: figures(services, 400),
    }),
    frame('edges', {
      id: pairs.map(([source, target]) => `${nameOf(source)}→${nameOf(target)}`),
      source: pairs.map(([source]) => nameOf(source)),
      target: pairs.map(([, target]) => nameOf(target)),
      detail__calls: figures(hops, 900),
      detail__errors: pairs.map(([, target]) => (target % 40 === 7 ? 12 : 0)),
      detail__server_calls: figures(hops, 900),
      detail__server_p95: figures(hops, 400),
    }),
  ];
}

/** One request of many spans, five deep and more, and lines that its spans wrote. */
export function journeyFrames(spans: number, lines: number): DataFrame[] {
  const next = numbers();
  const services = 40;
  const parents = Array.from({ length: spans }, (_, i) => (i === 0 ? -1 : Math.floor(next() * Math.min(i, 1 + i / 4))));
  const length = parents.map(() => 0);
  const begin = parents.map(() => 0);
  parents.forEach((parent, i) => {
    length[i] = parent < 0 ? 60_000 : length[parent] * (0.2 + 0.6 * next());
    begin[i] = parent < 0 ? 0 : begin[parent] + (length[parent] - length[i]) * next();
  });
  const rows = parents.map((parent, i) => ({ span: i, parent, offset: begin[i], body: `GET /item/${i % 97}` }));
  for (let i = 0; i < lines; i++) {
    const span = Math.floor(next() * spans);
    const offset = begin[span] + length[span] * next();
    rows.push({ span, parent: -2, offset, body: `level=info msg="item ${i} served" bytes=${i % 4096}` });
  }
  rows.sort((a, b) => a.offset - b.offset);
  const isLine = ({ parent }: { parent: number }) => parent === -2;
  const steps = frame('steps', {
    time: rows.map(({ offset }) => START + offset),
    kind: rows.map((row) => (isLine(row) ? 'log' : 'span')),
    traceID: rows.map(() => TRACE),
    spanID: rows.map(({ span }) => spanId(span)),
    parentSpanID: rows.map(({ parent }) => (parent >= 0 ? spanId(parent) : '')),
    node: rows.map(({ span }) => nameOf(span % services)),
    service: rows.map(({ span }) => nameOf(span % services)),
    body: rows.map(({ body }) => body),
    duration: rows.map((row) => (isLine(row) ? null : length[row.span])),
    offset: rows.map(({ offset }) => offset),
    level: rows.map((row) => (isLine(row) ? 'info' : row.span % 500 === 7 ? 'error' : 'unset')),
    placement: rows.map((row) => (isLine(row) ? 'span' : '')),
    attributes: rows.map(({ span }) => ({ 'http.route': '/item/{id}', 'http.response.status_code': 200, pod: span })),
  });
  return [steps, ...graphFrames(services, 3 * services)];
}

const spanId = (span: number) => (span + 1).toString(16).padStart(16, '0');

function frame(name: string, columns: Record<string, unknown[]>): DataFrame {
  const fields = Object.entries(columns).map(([field, values]) => ({
    name: field,
    type: typeOf(field, values),
    values,
  }));
  return createDataFrame({ ...base, name, fields });
}

function typeOf(field: string, values: unknown[]): FieldType {
  const types: Record<string, FieldType> = { number: FieldType.number, string: FieldType.string };
  const value = values.find((one) => one !== null);
  return field === 'time' ? FieldType.time : (types[typeof value] ?? FieldType.other);
}
