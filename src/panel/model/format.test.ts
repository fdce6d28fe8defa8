import { formatBytes, formatCount, formatMilliseconds, formatOffset, formatShare } from './format';
import { attributeText, displayText } from './text';

describe('format', () => {
  it.each([
    [undefined, ''],
    [0, '0 B'],
    [999, '999 B'],
    [1234, '1.23 kB'],
    [999_600, '1 MB'],
    [5_000_000_000_000, '5000 GB'],
  ])('writes %s bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [undefined, '–'],
    [NaN, '–'],
    [Infinity, '–'],
    [0, '0 ms'],
    [0.0004, '0.4 µs'],
    [0.82, '820 µs'],
    [0.9996, '1 ms'],
    [12.345, '12.3 ms'],
    [999.7, '1 s'],
    [1234, '1.23 s'],
    [90_000, '1.5 min'],
    [-12.5, '-12.5 ms'],
  ])('writes %s ms as %s', (ms, text) => expect(formatMilliseconds(ms)).toBe(text));

  it.each([
    [5, '+5 ms'],
    [0, '+0 ms'],
    [-5, '−5 ms'],
    [undefined, '–'],
  ])('writes an offset of %s ms as %s', (ms, text) => expect(formatOffset(ms)).toBe(text));

  it.each([
    [0, '0'],
    [999, '999'],
    [1240, '1.24k'],
    [999_600, '1M'],
  ])('writes a count of %s as %s', (count, text) => expect(formatCount(count)).toBe(text));

  it.each([
    [0, '0%'],
    [0.001, '<1%'],
    [0.256, '26%'],
  ])('writes a share of %s as %s', (share, text) => expect(formatShare(share)).toBe(text));
});

describe('text', () => {
  it.each([
    ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
    ['links', '\u001b]8;;http://a\u0007here\u001b]8;;\u0007', 'here'],
    ['control characters', 'a\u0000b\u0008c\r', 'abc'],
    ['marks that turn text around', 'safe\u202egnp.exe', 'safegnp.exe'],
  ])('loses %s', (_, text, shown) => expect(displayText(text, 100)).toBe(shown));

  it('keeps lines, tabs and markup as they are', () => {
    expect(displayText('a\n\tb <b>c</b>', 100)).toBe('a\n\tb <b>c</b>');
  });

  it('cuts what is too long', () => {
    expect(displayText('x'.repeat(1_000_000), 10)).toBe(`${'x'.repeat(10)}…`);
    expect(displayText('x'.repeat(10), 10)).toBe('x'.repeat(10));
  });

  it.each([
    ['text', 'text'],
    [{ a: [1] }, '{"a":[1]}'],
    [null, 'null'],
    [undefined, 'undefined'],
    [true, 'true'],
  ])('shows the attribute %p', (value, text) => expect(attributeText(value)).toBe(text));
});
