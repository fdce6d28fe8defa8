/**
 * Splits LogQL and TraceQL into tokens, for colours and for what can be typed next.
 * It never fails: half a query is what an editor sees most of the time. The servers
 * parse the whole; here it is enough to know a string from a name.
 */
export type Language = 'logql' | 'traceql';

export type TokenKind =
  'space' | 'comment' | 'string' | 'variable' | 'number' | 'keyword' | 'name' | 'operator' | 'brace' | 'other';

export interface Token {
  kind: TokenKind;
  text: string;
  /** Offset of the first character in the query. */
  from: number;
}

interface Lexicon {
  keywords: ReadonlySet<string>;
  name: RegExp;
}

const words = (text: string) => new Set(text.split(' '));

const lexicons: Record<Language, Lexicon> = {
  logql: {
    keywords: words(
      'json logfmt regexp pattern unpack unwrap decolorize line_format label_format drop keep distinct and or unless ' +
        'ip by without on ignoring group_left group_right offset bool'
    ),
    name: /[A-Za-z_][\w:]*/y,
  },
  traceql: {
    keywords: words(
      'true false nil ok error unset server client producer consumer internal unspecified select by coalesce count ' +
        'avg min max sum with and or'
    ),
    name: /\.?[A-Za-z_](?:[\w.:/-]*\w)?\.?/y,
  },
};

/** In this order: the first that fits where the last token ended. */
const common: Array<[TokenKind, RegExp]> = [
  ['space', /\s+/y],
  ['comment', /#[^\n]*|\/\/[^\n]*/y],
  ['string', /"(?:\\[^]|[^"\\])*"?|`[^`]*`?/y],
  ['variable', /\$\{[^}]*\}?|\$\w+|\[\[\w+\]\]/y],
  ['number', /\d+(?:\.\d+)?(?:[a-zµ]+\d*)*/iy],
  ['operator', /=~|!~|!=|\|=|\|~|\|>|!>|>>|<<|&&|\|\||&>>|&<<|>=|<=|!>>|[=<>|~!+\-*/%^&]/y],
  ['brace', /[{}()[\],]/y],
];

export function lex(text: string, language: Language): Token[] {
  const tokens: Token[] = [];
  for (let from = 0; from < text.length;) {
    const token = tokenAt(text, from, lexicons[language]);
    tokens.push(token);
    from += token.text.length;
  }
  return tokens;
}

function tokenAt(text: string, from: number, { keywords, name }: Lexicon): Token {
  const word = match(name, text, from);
  if (word) {
    return { kind: keywords.has(word) ? 'keyword' : 'name', text: word, from };
  }
  for (const [kind, pattern] of common) {
    const found = match(pattern, text, from);
    if (found) {
      return { kind, text: found, from };
    }
  }
  return { kind: 'other', text: text[from], from };
}

function match(pattern: RegExp, text: string, from: number): string | undefined {
  pattern.lastIndex = from; // sticky: matches here or not at all
  return pattern.exec(text)?.[0];
}
