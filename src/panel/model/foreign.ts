import { DataFrame, Field, FieldType } from '@grafana/data';
import { Columns } from './columns';
import { keyValues, readEvents, SpanEvent } from './spanDetails';
import { healthOfLevel } from './steps';
import type { Step } from './types';

/** Steps of a trace frame, as Tempo, Jaeger and Zipkin data sources send it; span events are its lines. */
export function readTrace(frame: DataFrame): Step[] {
  const columns = new Columns(frame);
  const rows = Array.from({ length: columns.length }, (_, row) => row);
  const start = earliest(rows.map((row) => columns.number('starttime', row)));
  return rows.flatMap((row) => {
    const span = toSpan(columns, row, start);
    return [span, ...readEvents(columns, row).map((event, i) => toLine(event, i, span, start))];
  });
}

/** Steps of log frames, ours or of any data source. */
export function readLogs(frame: DataFrame): Step[] {
  const fields = logFields(frame);
  if (!fields) {
    return [];
  }
  const columns = new Columns(frame);
  // Our own frame has the times of Loki, and says how far they are off.
  const times = fields.time.values.map((time: number, row: number) => time + (columns.number('skew', row) ?? 0));
  const start = earliest(times);
  return times.map((time, row) => {
    const labels = columns.object('labels', row);
    const node = columns.text('node', row) || firstText(labels, serviceLabels) || 'unknown';
    const level = (
      columns.text('severity', row) ||
      columns.text('level', row) ||
      firstText(labels, levelLabels)
    ).toLowerCase();
    return {
      ...emptyStep,
      key: `log ${columns.text('id', row) || row}`,
      time,
      skew: columns.number('skew', row),
      offset: toOffset(time, start),
      traceId: columns.text('traceid', row) || firstText(labels, traceLabels),
      spanId: columns.text('spanid', row) || firstText(labels, spanLabels),
      node,
      service: node,
      body: String(fields.body.values[row] ?? ''),
      level,
      health: healthOfLevel(level),
      attributes: labels,
      links: () => columns.allLinks(row),
    };
  });
}

const serviceLabels = ['service_name', 'service.name', 'service', 'app', 'app_kubernetes_io_name', 'container', 'job'];
const levelLabels = ['level', 'detected_level', 'severity', 'severity_text'];
const traceLabels = ['trace_id', 'traceid', 'traceID', 'traceId'];
const spanLabels = ['span_id', 'spanid', 'spanID', 'spanId'];

const emptyStep: Omit<Step, 'key' | 'links'> = {
  kind: 'log',
  traceId: '',
  spanId: '',
  parentSpanId: '',
  node: '',
  service: '',
  body: '',
  level: '',
  health: 'ok',
  placement: '',
  joinedBy: '',
  nearby: false,
  attributes: {},
};

/** The time and the body of log lines, which data sources name as they like. */
export function logFields(frame: DataFrame): { time: Field; body: Field } | undefined {
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  const named = frame.fields.find(({ name }) => /^(body|line|message)$/i.test(name));
  const body = named ?? frame.fields.find(({ type }) => type === FieldType.string);
  return time && body && { time, body };
}

function toSpan(columns: Columns, row: number, start: number): Step {
  const time = columns.number('starttime', row);
  const service = columns.text('servicename', row);
  const tags = keyValues(columns.list('tags', row));
  const failed = columns.number('statuscode', row) === 2 || tags.error === true || tags.error === 'true';
  const resource = Object.entries(keyValues(columns.list('servicetags', row)));
  return {
    ...emptyStep,
    key: `span ${columns.text('spanid', row) || row}`,
    kind: 'span',
    time,
    offset: toOffset(time, start),
    duration: columns.amount('duration', row),
    traceId: columns.text('traceid', row),
    spanId: columns.text('spanid', row),
    parentSpanId: columns.text('parentspanid', row),
    node: service,
    service,
    body: columns.text('operationname', row),
    level: failed ? 'error' : 'unset',
    health: failed ? 'error' : 'ok',
    attributes: { ...tags, ...Object.fromEntries(resource.map(([key, value]) => [`resource.${key}`, value])) },
    links: () => columns.allLinks(row),
  };
}

function toLine({ time, name, attributes }: SpanEvent, index: number, span: Step, start: number): Step {
  const level = firstText(attributes, levelLabels).toLowerCase() || (name === 'exception' ? 'error' : '');
  const said = firstText(attributes, ['message', 'exception.message', 'event']);
  return {
    ...emptyStep,
    key: `${span.key} event ${index}`,
    time,
    offset: toOffset(time, start),
    traceId: span.traceId,
    spanId: span.spanId,
    node: span.node,
    service: span.service,
    body: [name, said === name ? '' : said].filter(Boolean).join(': '),
    level,
    health: healthOfLevel(level),
    placement: 'span',
    joinedBy: 'trace',
    nearby: false,
    attributes,
    links: span.links,
  };
}

function toOffset(time: number | undefined, start: number): number | undefined {
  return time === undefined ? undefined : time - start;
}

function earliest(times: Array<number | undefined>): number {
  const least = times.reduce<number>((least, time) => Math.min(least, time ?? Infinity), Infinity);
  return Number.isFinite(least) ? least : 0;
}

function firstText(values: Record<string, unknown>, names: string[]): string {
  const name = names.find((name) => typeof values[name] === 'string' && values[name] !== '');
  return name === undefined ? '' : String(values[name]);
}
