package extract

import "strings"

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

// classifyWord classifies the key line[start:end]. Escapes and colours run into
// the word behind them: "\ntrace_id", "\u0022trace_id", "ESC[36mtrace_id".
func classifyWord(line string, start, end int) key {
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
// included; ok is false when the word is no key: neither ":", "=" nor "=>"
// follows, nor, as Envoy prints headers, "', '".
func afterKey(line string, end int) (at int, ok bool) {
	i := skipColour(line, end)
	quoted := skipQuote(line, i)
	j := skipSpaces(line, quoted)
	switch {
	case j >= len(line):
		return 0, false
	case line[j] == '=' || line[j] == ':':
		j++
		if j < len(line) && line[j] == '>' {
			j++
		}
	case line[j] == ',' && quoted > i:
		j = skipSpaces(line, j+1)
		return j, skipQuote(line, j) > j
	default:
		return 0, false
	}
	return skipSpaces(line, skipColour(line, j)), true
}

// unwrap skips what may be around a value: a list's bracket, colour, quotes.
func unwrap(line string, at int) int {
	if at < len(line) && line[at] == '[' {
		at++
	}
	return skipQuote(line, skipColour(line, at))
}

func skipSpaces(line string, i int) int {
	for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
		i++
	}
	return i
}

// skipQuote skips one quote, escaped any number of times, if there is one.
func skipQuote(line string, i int) int {
	j := i
	for j < len(line) && line[j] == '\\' {
		j++
	}
	switch {
	case j < len(line) && (line[j] == '"' || line[j] == '\'' || line[j] == '`'):
		return j + 1
	case j > i && strings.HasPrefix(line[j:], "u0022"):
		return j + len("u0022")
	}
	return i
}

// skipColour skips an ANSI colour sequence, if there is one.
func skipColour(line string, i int) int {
	rest := line[i:]
	rest, raw := strings.CutPrefix(rest, "\x1b[")
	if !raw {
		var escaped bool
		if rest, escaped = strings.CutPrefix(rest, `\u001b[`); !escaped {
			return i
		}
	}
	for j := range len(rest) {
		switch c := rest[j]; {
		case c == 'm':
			return len(line) - len(rest) + j + 1
		case c != ';' && (c < '0' || '9' < c):
			return i
		}
	}
	return i
}
