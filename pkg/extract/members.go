package extract

import (
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// mostMembers bounds how many members of an object are read for an ID.
const mostMembers = 8

// valueMember is where the value starts that is a member, or an attribute, of
// its own behind the key's name, which ends at end with its quote:
//
//	{"key":"trace_id","value":{"stringValue":"…"}}
//	<property name="trace_id" value="…"/>
func valueMember(line string, end int) (at int, ok bool) {
	i := end
	for i < len(line) && (line[i] == ' ' || line[i] == ',' || line[i] == '\n') {
		i++
	}
	if i == end {
		return 0, false
	}
	i = skipQuote(line, i)
	if len(line)-i < len("value") || !strings.EqualFold(line[i:i+len("value")], "value") {
		return 0, false
	}
	i = skipSpaces(line, skipQuote(line, i+len("value")))
	n := keyValueSeparator(line[i:])
	return skipSpaces(line, i+n), n > 0
}

// memberContext reads the members of an object that stands for an ID. Kong writes
// one for each header format, OTLP one for the type:
//
//	"trace_id":{"w3c":"…","datadog":"…"}
//	"value":{"stringValue":"…"}
//
// Hex of full length goes before decimal, which has the lower half alone.
func memberContext(k key, object string) (best journey.TraceContext) {
	rest := object[1:]
	for range mostMembers {
		rest = strings.TrimLeft(rest, " \t\n,\"'\\")
		end := wordRun(rest)
		if end == 0 {
			break
		}
		_, k.decimal = rankWord(rest[:end])
		value, ok := afterKey(rest, end)
		if !ok {
			break
		}
		at, _ := unwrap(rest, value)
		if ctx := readValue(k, rest[at:]); best.TraceID.IsZero() || is64Bit(best.TraceID) && !ctx.TraceID.IsZero() {
			merge(&best, ctx)
		}
		rest = rest[at+wordRun(rest[at:]):]
	}
	return best
}

// isCut says that the line, or the string that holds it, ends within the ID that s
// begins with: quote, which opened it, does not close behind it. An ID of full
// length is whole all the same, and a header goes on.
func isCut(s, quote string, digits int) bool {
	n := wordRun(s)
	if quote == "" || n == digits || strings.HasPrefix(s[n:], quote) {
		return false
	}
	return n == len(s) || strings.IndexByte(":%/;@", s[n]) < 0
}

// textEnd is where the text value at start ends: behind the quote that closes
// it, or else at the next space or parameter. A quote that never closes is none.
func textEnd(line string, start int) int {
	open := skipQuote(line, start)
	if open == start {
		if n := strings.IndexAny(line[start:], " &\"'\t"); n >= 0 {
			return start + n
		}
		return len(line)
	}
	quote := line[start:open]
	for i := open; ; i += len(quote) {
		n := strings.Index(line[i:], quote)
		if n < 0 {
			return start
		}
		if i += n; line[i-1] != '\\' {
			return i + len(quote)
		}
	}
}
