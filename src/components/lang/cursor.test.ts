import { cursorAt, type Want } from './cursor';
import type { Language } from './lexer';

interface Case {
  language: Language;
  /** The caret is where the ‸ is. */
  at: string;
  want?: Want;
  typed?: string;
  replaces?: string;
}

const label = (selector = ''): Want => ({ kind: 'name', selector });

it.each<Case>([
  { language: 'logql', at: '{‸', want: label() },
  { language: 'logql', at: '{na‸', want: label(), typed: 'na', replaces: 'na' },
  { language: 'logql', at: '{na‸me="x"}', want: label(), typed: 'na', replaces: 'name' },
  { language: 'logql', at: '{a="b", ‸}', want: label('{a="b"}') },
  { language: 'logql', at: '{app ‸}', want: { kind: 'operator' } },
  { language: 'logql', at: '{app=‸}', want: { kind: 'value', name: 'app', operator: '=', selector: '' } },
  {
    language: 'logql',
    at: '{ns="x", app=~"ra‸"}',
    want: { kind: 'value', name: 'app', operator: '=~', selector: '{ns="x"}' },
    typed: 'ra',
    replaces: '"ra"',
  },
  { language: 'logql', at: '{app="x"‸}', want: undefined },
  { language: 'logql', at: '{app="x" ‸}', want: { kind: 'join' } },
  { language: 'logql', at: '{app="x"} ‸', want: { kind: 'select' } },
  {
    language: 'logql',
    at: '{app="x"} | js‸',
    want: { kind: 'stage', selector: '{app="x"}' },
    typed: 'js',
    replaces: 'js',
  },
  { language: 'logql', at: '{app="x"} |= "err‸"', want: undefined },
  { language: 'logql', at: '‸', want: undefined },
  { language: 'traceql', at: '{ resource.se‸ }', want: label(), typed: 'resource.se', replaces: 'resource.se' },
  { language: 'traceql', at: '{ status = ‸ }', want: { kind: 'value', name: 'status', operator: '=', selector: '' } },
  { language: 'traceql', at: '{ status = error && ‸', want: label() },
  { language: 'traceql', at: '{ status = error ‸', want: { kind: 'join' } },
  { language: 'traceql', at: '{ } && { na‸', want: label(), typed: 'na', replaces: 'na' },
])('at $at', ({ language, at, want, typed = '', replaces = '' }) => {
  const text = at.replace('‸', '');
  const cursor = cursorAt(text, at.indexOf('‸'), language);
  expect(cursor?.want).toEqual(want);
  if (cursor) {
    expect(cursor.typed).toBe(typed);
    expect(text.slice(cursor.from, cursor.to)).toBe(replaces);
  }
});
