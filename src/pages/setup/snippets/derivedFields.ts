/** How Grafana's Loki data source finds the trace ID of a line. */
interface Matcher {
  name: string;
  matcherType: 'regex' | 'label';
  matcherRegex: string;
}

/**
 * 13 to 16 or 28 to 32 hex digits that are not all zero: leading zeros may be lost, and
 * Datadog's decimal IDs have 17 to 20. Neither "null" nor "-" nor a request's UUID is one.
 */
const ID = '(0*[1-9a-fA-F](?:[0-9a-fA-F]{12,15}|[0-9a-fA-F]{27,31}))';
const KEY = '(?:[tT]race[_. -]?[iI][dD]|TRACE_?ID|[tT]raceparent|operation_Id|@tr|\\btid|\\bb3|/traces)';
/** Between key and ID: quotes, escaped or not, and "0x" or the version of a traceparent. */
const BETWEEN = '["\'\\\\]*\\s*[:=/]>?\\s*["\'\\\\]*(?:0x|[0-9a-f]{2}-)?';
const BEFORE = '(?:\\[(?:[^[\\],/]*,)?|\\s)';
const SPAN = '[0-9a-fA-F]{16}';

/** Grafana goes by the first matcher of a name, so each has its own. */
export const matchers: Matcher[] = [
  { name: 'TraceID', matcherType: 'regex', matcherRegex: `${KEY}${BETWEEN}${ID}\\b` },
  {
    name: 'TraceID without a key', // [application,trace,span] of Spring; trace, span and request of ingress-nginx
    matcherType: 'regex',
    matcherRegex: `${BEFORE}${ID}(?:[,/]${SPAN}(?:,(?:true|false))?\\]| ${SPAN} [0-9a-fA-F]{32}\\b)`,
  },
  { name: 'TraceID in metadata', matcherType: 'label', matcherRegex: 'trace_id' },
];

interface Target {
  uid: string;
  name: string;
}

/** The entries of derivedFields in a provisioning file: a link to each target for each matcher. */
export function derivedFields(targets: Target[]): string {
  const entries = matchers.flatMap((matcher) => targets.map((target) => entry(matcher, target)));
  return entries.join('');
}

function entry({ name, matcherType, matcherRegex }: Matcher, target: Target): string {
  return `        - name: ${name}
          matcherType: ${matcherType}
          matcherRegex: '${matcherRegex.replaceAll("'", "''")}'
          url: $\${__value.raw}
          urlDisplayLabel: ${JSON.stringify(target.name)}
          datasourceUid: ${target.uid}
`;
}
