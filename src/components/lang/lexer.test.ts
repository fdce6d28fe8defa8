import { type Language, lex } from './lexer';

const kinds = (text: string, language: Language) =>
  lex(text, language)
    .filter(({ kind }) => kind !== 'space')
    .map(({ kind, text: own }) => `${kind} ${own}`);

it.each<{ language: Language; text: string; tokens: string[] }>([
  {
    language: 'logql',
    text: '{app=~"a|b", x!="\\""} |= `raw "` | json # end',
    tokens: [
      'brace {',
      'name app',
      'operator =~',
      'string "a|b"',
      'brace ,',
      'name x',
      'operator !=',
      'string "\\""',
      'brace }',
      'operator |=',
      'string `raw "`',
      'operator |',
      'keyword json',
      'comment # end',
    ],
  },
  {
    language: 'traceql',
    text: '{ resource.service.name = "a" && duration > 1.5s } >> { .http.status_code >= 500 }',
    tokens: [
      'brace {',
      'name resource.service.name',
      'operator =',
      'string "a"',
      'operator &&',
      'name duration',
      'operator >',
      'number 1.5s',
      'brace }',
      'operator >>',
      'brace {',
      'name .http.status_code',
      'operator >=',
      'number 500',
      'brace }',
    ],
  },
  { language: 'traceql', text: '{ status = error', tokens: ['brace {', 'name status', 'operator =', 'keyword error'] },
  { language: 'logql', text: '{app="half', tokens: ['brace {', 'name app', 'operator =', 'string "half'] },
  {
    language: 'logql',
    text: '$logql ${a:raw} [[b]]',
    tokens: ['variable $logql', 'variable ${a:raw}', 'variable [[b]]'],
  },
  { language: 'logql', text: '§ü', tokens: ['other §', 'other ü'] },
])('reads $text', ({ language, text, tokens }) => {
  expect(kinds(text, language)).toEqual(tokens);
});

it.each<Language>(['logql', 'traceql'])('loses nothing of what is typed in %s', (language) => {
  const text = ' {a="\\\\" , b=`\n`}\t| regexp "(?P<x>.+)" /* é 🚀 */ [5m] == 1e3 $';
  expect(
    lex(text, language)
      .map((token) => token.text)
      .join('')
  ).toBe(text);
});
