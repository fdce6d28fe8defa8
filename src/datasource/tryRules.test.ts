import { labelsOf, verdictOf } from './tryRules';

it.each([
  ['app="cart", pod="cart-1"', { app: 'cart', pod: 'cart-1' }],
  ['{app="a, b", trace_id="4bf9"}', { app: 'a, b', trace_id: '4bf9' }],
  ['app=cart trace_id: 4bf9', { app: 'cart', trace_id: '4bf9' }],
  ['', {}],
])('reads the labels of %s', (text, labels) => {
  expect(labelsOf(text)).toEqual(labels);
});

const none = { traceId: '', spanId: '', kind: '', name: '' } as const;

it.each([
  [none, 'No trace ID found, neither by your rules nor by the built-in ones.'],
  [{ ...none, traceId: 'a', kind: 'rule', name: 'gw' } as const, 'Trace a, found by your rule gw.'],
  [
    { ...none, traceId: 'a', kind: 'label', name: 'tid' } as const,
    'Trace a, found by a built-in rule in the label tid.',
  ],
  [
    { traceId: 'a', spanId: 'b', kind: 'line', name: 'traceID' } as const,
    'Trace a, span b, found by a built-in rule after traceID.',
  ],
  [{ ...none, traceId: 'a', kind: 'line' } as const, 'Trace a, found by a built-in rule.'],
])('says what was read: %o', (tried, text) => {
  expect(verdictOf(tried).text).toBe(text);
});
