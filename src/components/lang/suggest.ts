import { quote } from '../../escape';
import type { Cursor, Want } from './cursor';
import type { Language } from './lexer';

/** A value of a span attribute, with Tempo's type of it. */
export interface AttributeValue {
  type: string;
  value: string;
}

/** The names that Loki and Tempo know. A list that cannot be had is a rejected promise. */
export interface Names {
  labels(selector: string): Promise<string[]>;
  labelValues(label: string, selector: string): Promise<string[]>;
  /** Structured metadata and parsed fields of the lines that match. */
  fields(logql: string): Promise<string[]>;
  /** Attributes with their scope, and intrinsics. */
  attributes(): Promise<string[]>;
  attributeValues(name: string): Promise<AttributeValue[]>;
}

export interface Suggestion {
  label: string;
  insert: string;
  detail?: string;
}

const MAX_SUGGESTIONS = 50;

/** What can be typed at the cursor, the best first. */
export async function suggest(cursor: Cursor, language: Language, names: Names): Promise<Suggestion[]> {
  const all = await (language === 'logql' ? forLogQL(cursor.want, names) : forTraceQL(cursor.want, names));
  return matching(all, cursor.typed);
}

/** What begins with the typed text comes before what has it inside. */
export function matching(all: Suggestion[], typed: string): Suggestion[] {
  const wanted = typed.toLowerCase();
  const ranked = all
    .map((item) => ({ item, at: item.label.toLowerCase().indexOf(wanted) }))
    .filter(({ at, item }) => at >= 0 && item.label !== typed);
  const first = ranked.filter(({ at }) => at === 0);
  const others = ranked.filter(({ at }) => at > 0);
  return [...first, ...others].slice(0, MAX_SUGGESTIONS).map(({ item }) => item);
}

async function forLogQL(want: Want, names: Names): Promise<Suggestion[]> {
  switch (want.kind) {
    case 'name':
      return (await names.labels(want.selector)).map((label) => ({ label, insert: label, detail: 'label' }));
    case 'operator':
      return plain(logqlOperators);
    case 'value':
      return (await names.labelValues(want.name, want.selector)).map((label) => ({ label, insert: quote(label) }));
    case 'join':
      return [];
    case 'select':
      return plain(lineFilters);
    case 'stage':
      return [...plain(logqlStages), ...(await fieldsOf(want.selector, names))];
  }
}

async function fieldsOf(selector: string, names: Names): Promise<Suggestion[]> {
  const fields = selector ? await names.fields(selector) : [];
  return fields.map((label) => ({ label, insert: label, detail: 'field of the lines' }));
}

async function forTraceQL(want: Want, names: Names): Promise<Suggestion[]> {
  switch (want.kind) {
    case 'name':
      return (await names.attributes()).map((label) => ({ label, insert: label, detail: scopeOf(label) }));
    case 'operator':
      return plain(traceqlOperators);
    case 'value':
      return (await names.attributeValues(want.name)).map(attributeValue);
    case 'join':
      return plain(traceqlJoins);
    case 'select':
      return plain(spansetOperators);
    case 'stage':
      return plain(traceqlStages);
  }
}

function attributeValue({ type, value }: AttributeValue): Suggestion {
  return { label: value, insert: type === 'string' ? quote(value) : value, detail: type };
}

function scopeOf(attribute: string): string {
  return attribute.includes('.') ? `${attribute.split('.')[0]} attribute` : 'intrinsic';
}

type Plain = ReadonlyArray<readonly [insert: string, detail: string]>;

function plain(items: Plain): Suggestion[] {
  return items.map(([insert, detail]) => ({ label: insert, insert, detail }));
}

const logqlOperators: Plain = [
  ['=', 'equals'],
  ['!=', 'differs'],
  ['=~', 'matches the regular expression'],
  ['!~', 'does not match'],
];

const lineFilters: Plain = [
  ['|= ""', 'line contains'],
  ['!= ""', 'line does not contain'],
  ['|~ ""', 'line matches the regular expression'],
  ['| detected_level="error"', 'lines at level error'],
  ['| json', 'read the line as JSON'],
  ['| logfmt', 'read the line as logfmt'],
];

const logqlStages: Plain = [
  ['json', 'read the line as JSON'],
  ['logfmt', 'read the line as logfmt'],
  ['pattern ""', 'read the line by a pattern'],
  ['regexp ""', 'read the line by a regular expression'],
  ['unpack', 'read what promtail packed'],
  ['decolorize', 'take terminal colours out'],
];

const traceqlOperators: Plain = [
  ['=', 'equals'],
  ['!=', 'differs'],
  ['=~', 'matches the regular expression'],
  ['!~', 'does not match'],
  ['>', 'is more than'],
  ['>=', 'is at least'],
  ['<', 'is less than'],
  ['<=', 'is at most'],
];

const traceqlJoins: Plain = [
  ['&&', 'and, of the same span'],
  ['||', 'or, of the same span'],
];

const spansetOperators: Plain = [
  ['&& { }', 'and another span'],
  ['|| { }', 'or another span'],
  ['>> { }', 'with a descendant'],
  ['> { }', 'with a child'],
  ['~ { }', 'with a sibling'],
  ['| count() > 1', 'more than one such span'],
];

const traceqlStages: Plain = [
  ['count() > 1', 'more than one such span'],
  ['avg(duration) > 1s', 'slow on average'],
  ['max(duration) > 1s', 'one of them slow'],
  ['by(resource.service.name)', 'a spanset for each service'],
];
