const FORMS = [
  /^(?:0x)?[0-9a-f]{32}$/i,
  /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/i, // W3C traceparent
  /^[0-9a-f]{16,32}-[0-9a-f]{16}(?:-[01d](?:-[0-9a-f]{16})?)?$/i, // b3, single header
];

/**
 * Says that a text is a trace ID and nothing else, in a form that the backend reads.
 * 16 hex digits alone are one too, but also half of what somebody is typing.
 */
export function isTraceId(text: string, isPasted = false): boolean {
  const trimmed = text.trim().replace(/^traceparent:\s*/i, '');
  return FORMS.some((form) => form.test(trimmed)) || (isPasted && /^[0-9a-f]{16}$/i.test(trimmed));
}

/** The text without what people copy along. */
export function toTraceId(text: string): string {
  return text.trim().replace(/^traceparent:\s*/i, '');
}
