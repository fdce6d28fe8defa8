/** Escapes a text for the inside of a double-quoted string of LogQL or TraceQL. */
export function escapeString(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}

/** Makes a text match itself in a regular expression (RE2). */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$*+?.()|[\]{}]/g, '\\$&');
}

/** A text as a string of LogQL or TraceQL. */
export function quote(text: string): string {
  return `"${escapeString(text)}"`;
}
