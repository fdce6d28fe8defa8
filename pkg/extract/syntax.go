package extract

import (
	"strings"
	"unicode/utf8"
)

// wordByte marks the bytes of keys and IDs.
var wordByte = func() (t [256]bool) {
	for c := range t {
		b := byte(c)
		t[c] = '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z' || isSeparator(b)
	}
	return t
}()

func wordRun(s string) int {
	n := 0
	for n < len(s) && wordByte[s[n]] {
		n++
	}
	return n
}

// classifyWord classifies the key line[start:end]. Escapes, colours and percent
// encoding run into the word behind them: "\ntrace_id", "\u0022trace_id",
// "ESC[36mtrace_id", "%22trace_id".
func classifyWord(line string, start, end int) key {
	if start > 0 && line[start-1] == '@' {
		if k := classifyCLEF(line[start:end]); k.field != fieldNone {
			return k
		}
	}
	if n := markupBefore(line, start, end); n > 0 {
		if k := classify(line[start+n : end]); k.field != fieldNone {
			return k
		}
	}
	return classify(line[start:end])
}

// markupBefore counts the bytes of the word that may belong to markup.
func markupBefore(line string, start, end int) int {
	if start == 0 {
		return 0
	}
	word := line[start:end]
	switch line[start-1] {
	case '%':
		if len(word) > 2 && hexRun(word[:2]) == 2 {
			return 2
		}
	case '\\':
		if strings.HasPrefix(word, "u00") && len(word) > 5 {
			return 5
		}
		return 1
	case '[', ';':
		if n := decimalRun(word); n > 0 && n < len(word) && word[n] == 'm' {
			return n + 1
		}
	}
	return 0
}

// isParameter says that the key at start is one of a URL's query.
func isParameter(line string, start int) bool {
	return start > 0 && (line[start-1] == '?' || line[start-1] == '&')
}

// afterKey is where the value of the key that ends at end starts, quotes
// included; ok is false when the word is no key: no separator follows, nor, as
// Envoy prints headers, "', '", nor the value as a member of its own.
func afterKey(line string, end int) (at int, ok bool) {
	i := skipColours(line, end)
	quoted := skipQuote(line, i)
	j := skipSpaces(line, skipColours(line, quoted))
	if n := keyValueSeparator(line[j:]); n > 0 {
		return skipSpaces(line, skipColours(line, j+n)), true
	}
	if value, ok := valueMember(line, quoted); ok {
		return value, true
	}
	if quoted > i && j < len(line) && line[j] == ',' {
		j = skipSpaces(line, j+1)
		return j, skipQuote(line, skipLiteralPrefix(line, j)) > j
	}
	return 0, false
}

// keyValueSeparator counts the bytes of what separates a key from its value at
// the start of s: = : => := -> in ASCII, full width or percent-encoded.
func keyValueSeparator(s string) int {
	if s == "" {
		return 0
	}
	if s[0] == '=' || s[0] == ':' {
		if len(s) > 1 && (s[1] == '>' || s[1] == '=' || s[1] == ':') {
			return 2
		}
		return 1
	}
	if s[0] != '-' && s[0] != '%' && s[0] < utf8.RuneSelf {
		return 0
	}
	for _, separator := range [...]string{"->", "%3A", "%3a", "%3D", "%3d", "\uff1a", "\uff1d", "\u2192"} {
		if strings.HasPrefix(s, separator) {
			return len(separator)
		}
	}
	return 0
}

// unwrap is where a value starts within what may be around it: colours, a list's
// bracket or a wrapper such as Rust's Some(…), and the quote, which it returns.
func unwrap(line string, at int) (start int, quote string) {
	at = skipLiteralPrefix(line, skipColours(line, skipWrapper(line, skipColours(line, at))))
	start = skipQuote(line, at)
	return start, line[at:start]
}

// skipWrapper skips an opening bracket with the type that may stand before it:
// [, Some(, Optional[, TraceFlags(.
func skipWrapper(line string, at int) int {
	i := at
	for i < len(line) && i < at+longestWrapper && 'a' <= line[i]|0x20 && line[i]|0x20 <= 'z' {
		i++
	}
	if i < len(line) && (line[i] == '[' || line[i] == '(' && i > at) {
		return i + 1
	}
	return at
}

// longestWrapper bounds the name of a type that wraps a value.
const longestWrapper = 20

// skipLiteralPrefix skips the b or u of Python's literals b'…' and u'…'.
func skipLiteralPrefix(line string, at int) int {
	if at+1 < len(line) && (line[at] == 'b' || line[at] == 'u') && (line[at+1] == '\'' || line[at+1] == '"') {
		return at + 1
	}
	return at
}

func skipSpaces(line string, i int) int {
	for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
		i++
	}
	return i
}

// skipQuote skips one quote, escaped any number of times or percent-encoded, if
// there is one.
func skipQuote(line string, i int) int {
	j := i
	for j < len(line) && line[j] == '\\' {
		j++
	}
	if j >= len(line) {
		return i
	}
	switch rest := line[j:]; {
	case rest[0] == '"' || rest[0] == '\'' || rest[0] == '`':
		return j + 1
	case j > i && strings.HasPrefix(rest, "u0022"):
		return j + len("u0022")
	case j == i && rest[0] == '%' && (strings.HasPrefix(rest, "%22") || strings.HasPrefix(rest, "%27")):
		return j + len("%22")
	}
	return i
}

// skipColours skips the ANSI colour sequences at i; terminals colour key,
// separator and value apart, so that several may stand in a row.
func skipColours(line string, i int) int {
	for i < len(line) && (line[i] == '\x1b' || line[i] == '\\') {
		next := skipColour(line, i)
		if next == i {
			break
		}
		i = next
	}
	return i
}

// skipColour skips one ANSI colour sequence, raw or escaped, if there is one.
func skipColour(line string, i int) int {
	for _, escape := range [...]string{"\x1b[", `\u001b[`, `\u001B[`, `\x1b[`, `\x1B[`, `\033[`} {
		rest, ok := strings.CutPrefix(line[i:], escape)
		if !ok {
			continue
		}
		for j := range len(rest) {
			switch c := rest[j]; {
			case c == 'm':
				return len(line) - len(rest) + j + 1
			case c != ';' && (c < '0' || '9' < c):
				return i
			}
		}
	}
	return i
}
