import { isTraceId, toTraceId } from './traceId';

const id = '4bf92f3577b34da6a3ce929d0e0e4736';

it.each([
  { text: id, is: true },
  { text: ` ${id.toUpperCase()}\n`, is: true },
  { text: `00-${id}-00f067aa0ba902b7-01`, is: true },
  { text: `traceparent: 00-${id}-00f067aa0ba902b7-00`, is: true },
  { text: `${id}-00f067aa0ba902b7-1`, is: true },
  { text: `${id}-00f067aa0ba902b7-d-05e3ac9a4f6e3b90`, is: true },
  { text: 'a3ce929d0e0e4736', is: false },
  { text: `{trace_id="${id}"}`, is: false },
  { text: `${id.slice(1)}`, is: false },
  { text: '', is: false },
])('$text: $is', ({ text, is }) => {
  expect(isTraceId(text)).toBe(is);
});

it('takes 16 digits for a trace ID only when they come at once', () => {
  expect(isTraceId('a3ce929d0e0e4736', true)).toBe(true);
});

it('drops the name of the header', () => {
  expect(toTraceId(`Traceparent: 00-${id}-00f067aa0ba902b7-00 `)).toBe(`00-${id}-00f067aa0ba902b7-00`);
});
