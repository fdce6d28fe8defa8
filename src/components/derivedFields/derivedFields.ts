import { type Expression, toRE2 } from './re2';
import { type Subject, subjectOf, subjectOfGroup } from './subject';

/** An entry of `derivedFields` of Grafana's Loki data source; a provisioning file may leave out any of it. */
export interface DerivedField {
  name?: string;
  matcherRegex?: string;
  /** `regex`, the default, matches the line; `label` the names of labels and structured metadata. */
  matcherType?: string;
  url?: string;
  datasourceUid?: string;
}

/** A data source to which a field leads. */
export interface LinkedSource {
  name: string;
  hasTraces: boolean;
}

/** A trace ID rule of ours. One with a group `span` alone finds a line's span and not its trace. */
export interface FieldRule {
  name: string;
  source: 'line' | 'label';
  pattern?: string;
  key?: string;
}

export interface SkippedField {
  name: string;
  /** A phrase that goes on after "is not imported: ". */
  reason: string;
}

type Outcome = { rule: FieldRule; subject: Subject } | { reason: string };

/** The longest pattern that the backend takes. */
const maxPatternLength = 1000;

/** What of a core data source's derived fields leads to traces, as rules, and why the rest does not. */
export function rulesOfFields(
  fields: unknown,
  sourceOf: (uid: string) => LinkedSource | undefined
): { traces: FieldRule[]; spans: FieldRule[]; skipped: SkippedField[] } {
  const traces: FieldRule[] = [];
  const spans: FieldRule[] = [];
  const skipped: SkippedField[] = [];
  for (const field of listOf(fields)) {
    const outcome = ruleOf(field, sourceOf);
    if ('reason' in outcome) {
      skipped.push({ name: field.name || 'without a name', reason: outcome.reason });
    } else if (!isIn(outcome.rule, [...traces, ...spans])) {
      (outcome.subject === 'span' ? spans : traces).push(outcome.rule);
    }
  }
  return { traces, spans, skipped };
}

/** Whatever is in a file is in the settings. */
function listOf(fields: unknown): DerivedField[] {
  const all: unknown[] = Array.isArray(fields) ? fields : [];
  return all
    .filter((field): field is DerivedField => typeof field === 'object' && field !== null)
    .map((field) => ({ ...field, name: typeof field.name === 'string' ? field.name : undefined }));
}

/** Grafana shows several links for one field: entries that differ in nothing else. */
function isIn(rule: FieldRule, rules: FieldRule[]): boolean {
  return rules.some(
    ({ source, key, pattern }) => source === rule.source && key === rule.key && pattern === rule.pattern
  );
}

function ruleOf(field: DerivedField, sourceOf: (uid: string) => LinkedSource | undefined): Outcome {
  const pattern = typeof field.matcherRegex === 'string' ? field.matcherRegex : '';
  if (pattern.trim() === '') {
    return { reason: 'it has no pattern' };
  }
  const source = field.datasourceUid ? sourceOf(field.datasourceUid) : undefined;
  if (source && !source.hasTraces) {
    return { reason: `it leads to ${source.name}, which holds no traces` };
  }
  const leads = source?.hasTraces || (!field.datasourceUid && isOfTraces(field.url));
  switch (field.matcherType || 'regex') {
    case 'regex':
      return lineRule(field.name || 'derived field', pattern, leads);
    case 'label':
    case 'structured_metadata': // what people write who do not know that labels include it
      return labelRule(field.name || 'derived field', pattern, leads);
    default:
      return { reason: `its type ${field.matcherType} is unknown` };
  }
}

/** Knows the addresses of the usual tracing products. */
function isOfTraces(url: unknown): boolean {
  return typeof url === 'string' && /trac(e|ing)|tempo|jaeger|zipkin|x-?ray|\bapm\b|signoz|honeycomb/i.test(url);
}

function lineRule(name: string, pattern: string, leads: boolean): Outcome {
  const converted = toRE2(pattern);
  if ('reason' in converted) {
    return { reason: `its pattern ${converted.reason}` };
  }
  const { pieces, open, close } = converted.expression;
  const [before, group] = [pieces.slice(0, Math.max(open, 0)), pieces.slice(open + 1, close)].map((some) =>
    some.join('')
  );
  const subject = open < 0 ? subjectOf(pattern) : subjectOfGroup(before, group, name);
  const reason = reasonAgainst(subject ?? subjectOf(name), leads);
  if (reason) {
    return { reason };
  }
  if (open < 0) {
    return { reason: 'its pattern has no group in parentheses, so it finds nothing in Grafana either' };
  }
  const rule: FieldRule = { name, source: 'line', pattern: patternFor(subject, converted.expression) };
  return rule.pattern!.length > maxPatternLength
    ? { reason: `its pattern is longer than ${maxPatternLength} characters` }
    : { rule, subject: subject ?? 'trace' };
}

/** Names the first group where the backend would take another one, or take it for the trace's. */
function patternFor(subject: Subject | undefined, { pieces, open }: Expression): string {
  const names = pieces.map((piece) => /^\(\?P?<(\w+)>$/.exec(piece)?.[1]);
  const isMisread = subject === 'span' || (names.includes('span') && !names.includes('trace'));
  return pieces.map((piece, at) => (isMisread && at === open ? `(?P<${subject ?? 'trace'}>` : piece)).join('');
}

function labelRule(name: string, pattern: string, leads: boolean): Outcome {
  const converted = toRE2(pattern);
  if ('reason' in converted) {
    return { reason: `its pattern ${converted.reason}` };
  }
  const subject = subjectOf(pattern) ?? subjectOf(name);
  const reason = reasonAgainst(subject, leads);
  if (reason) {
    return { reason };
  }
  if (/[="'\s]/.test(pattern)) {
    return { reason: 'its type is label, but its pattern is not that of a label’s name' };
  }
  const key = converted.expression.pieces.join('');
  const rule: FieldRule = { name, source: 'label', key, ...(subject === 'span' && { pattern: '(?P<span>.+)' }) };
  return key.length > maxPatternLength
    ? { reason: `its pattern is longer than ${maxPatternLength} characters` }
    : { rule, subject: subject ?? 'trace' };
}

function reasonAgainst(subject: Subject | undefined, leads: boolean): string | undefined {
  if (subject === 'other') {
    return 'it finds another span or trace than the line’s own';
  }
  return subject || leads ? undefined : 'nothing in it says that it is about traces';
}
