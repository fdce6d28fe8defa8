/** As the backend's ParseTraceID (pkg/journey/traceid_forms.go); tests/checks/queries/elsewhere.json has samples of both. */
const FORMS = [
  /^(?:0x)?[0-9a-f]{32}$/i,
  /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/i, // W3C traceparent
  /^(?:[0-9a-f]{16}|[0-9a-f]{32})-[0-9a-f]{16}(?:-[01d](?:-[0-9a-f]{16})?)?$/i, // b3, single header
  /^[0-9a-f]{1,32}(?::|%3a)[0-9a-f]{1,16}(?::|%3a)[0-9a-f]{1,16}(?::|%3a)[0-9a-f]{1,2}$/i, // uber-trace-id
  /^(?:.*;\s*)?(?:root=)?1-[0-9a-f]{8}-[0-9a-f]{24}(?:;.*)?$/i, // X-Amzn-Trace-Id
  /^[0-9a-f]{32}\/[0-9]+(?:;o=[0-9])?$/i, // X-Cloud-Trace-Context
  /^projects\/[^/]+\/traces\/[0-9a-f]{32}$/i, // Google Cloud
];

const HEADER =
  /^(?:traceparent|b3|x-b3-traceid|uber-trace-id|x-amzn-trace-id|x-cloud-trace-context|trace[_-]?id)["']?\s*[:=]\s*["']?/i;

/**
 * Says that a text is a trace ID and nothing else, in a form that the backend reads.
 * 16 hex digits alone are one too, but also half of what somebody is typing.
 */
export function isTraceId(text: string, isPasted = false): boolean {
  const id = toTraceId(text);
  return FORMS.some((form) => form.test(id)) || (isPasted && /^[0-9a-f]{16}$/i.test(id));
}

/** The same of a text that nobody is typing: fewer digits are an ID whose leading zeros are lost. */
export function isAnyTraceId(text: string): boolean {
  return isTraceId(text) || /^(?:0x)?[0-9a-f]{1,32}$/i.test(toTraceId(text));
}

/** The text without what people copy along. */
export function toTraceId(text: string): string {
  return text.replace(/^[\s"'`]+|[\s"'`]+$/g, '').replace(HEADER, '');
}
