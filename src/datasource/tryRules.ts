/** What the backend read in a line; "" for nothing. */
export interface Tried {
  traceId: string;
  spanId: string;
  kind: 'rule' | 'metadata' | 'label' | 'line' | '';
  /** Of the rule, label or key. */
  name: string;
}

/** Reads labels as Loki and Grafana write them: `app="cart", pod="cart-1"`, with braces or without. */
export function labelsOf(text: string): Record<string, string> {
  const pairs = text.matchAll(/([A-Za-z_]\w*)\s*[=:]\s*(?:"([^"]*)"|([^\s,{}"]+))/g);
  return Object.fromEntries([...pairs].map(([, name, quoted, bare]) => [name, quoted ?? bare]));
}

/** One sentence on what was read, and by what. */
export function verdictOf({ traceId, spanId, kind, name }: Tried): { severity: 'success' | 'warning'; text: string } {
  if (!traceId) {
    return { severity: 'warning', text: 'No trace ID found, neither by your rules nor by the built-in ones.' };
  }
  const found = spanId ? `Trace ${traceId}, span ${spanId}` : `Trace ${traceId}`;
  return { severity: 'success', text: `${found}, found by ${finder(kind, name)}.` };
}

function finder(kind: Tried['kind'], name: string): string {
  switch (kind) {
    case 'rule':
      return `your rule ${name}`;
    case 'metadata':
    case 'label':
      return `a built-in rule in the label ${name}`;
    default:
      return name ? `a built-in rule after ${name}` : 'a built-in rule';
  }
}
