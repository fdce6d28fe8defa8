package extract

import (
	"encoding/binary"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// The digits that an ID may have. Writers that print numbers lose leading
// zeros; three lost digits happen once in 4,096 IDs, a fourth once in 65,536.
// Farther down are Git's and Docker's short hashes (12), pod names (10) and,
// between the two sizes, object IDs (24) and Git's hashes (40). After 0x, and
// inside a whole header, the form itself says that it is an ID.
const (
	digits64, digits128     = 16, 32
	shortest64, shortest128 = 13, 29
	shortestMarked          = 9
	shortestDecimal         = 13
	longestDecimal          = len(largestDecimal)
	shortestPlainDecimal    = digits64 + 1
	largestDecimal          = "18446744073709551615"
)

// traceValue reads the trace context at the start of s: an ID, or one of the
// headers that carry one. It is zero for everything else.
func traceValue(s string, decimal bool) journey.TraceContext {
	if ctx := headerValue(s); !ctx.TraceID.IsZero() {
		return ctx
	}
	if path := cloudResource(s); path != "" {
		return journey.TraceContext{TraceID: traceID(path, false)}
	}
	return journey.TraceContext{TraceID: traceID(s, decimal)}
}

// traceID reads a bare trace ID at the start of s.
func traceID(s string, decimal bool) (id journey.TraceID) {
	digits, marked := hexDigits(s)
	switch {
	case digits == "":
		return id
	case !marked && isDecimal(digits, decimal):
		id, _ = journey.TraceIDFromBytes(fromDecimal(digits))
	case marked && within(digits, shortestMarked, digits128),
		isHexID(digits, shortest64, digits64), isHexID(digits, shortest128, digits128):
		id = parseTraceID(digits)
	}
	return id
}

// spanID reads a span ID at the start of s.
func spanID(s string, decimal bool) (id journey.SpanID) {
	digits, marked := hexDigits(s)
	switch {
	case digits == "":
		return id
	case !marked && isDecimal(digits, decimal):
		id, _ = journey.SpanIDFromBytes(fromDecimal(digits))
	case marked && within(digits, shortestMarked, digits64), isHexID(digits, shortest64, digits64):
		id = parseSpanID(digits)
	}
	return id
}

// parseTraceID parses hex digits; zeros give no error, which would cost memory
// on every line that is not traced.
func parseTraceID(digits string) (id journey.TraceID) {
	if strings.Trim(digits, "0") != "" {
		id, _ = journey.ParseTraceID(digits)
	}
	return id
}

func parseSpanID(digits string) (id journey.SpanID) {
	if digits != "" {
		id, _ = journey.ParseSpanID(digits)
	}
	return id
}

// mostW3CFlags are those that are defined: sampled and random
// (https://www.w3.org/TR/trace-context-2/#trace-flags).
const mostW3CFlags = 3

// sampledValue reads true, false or W3C trace flags at the start of s. Bit 0 of
// the flags is "sampled"; it is that of the last digit, hex or decimal.
func sampledValue(s string) journey.Sampled {
	switch {
	case hasWord(s, "true"):
		return journey.SampledYes
	case hasWord(s, "false"):
		return journey.SampledNo
	}
	n := hexRun(s)
	if n == 0 || n > 2 || !endsAt(s, n) {
		return journey.SampledUnknown
	}
	return sampledIf(hexValue[s[n-1]]&1 == 1)
}

func sampledIf(yes bool) journey.Sampled {
	if yes {
		return journey.SampledYes
	}
	return journey.SampledNo
}

// hexDigits cuts the digits of a number that ends where they end; marked says
// that it was written with 0x.
func hexDigits(s string) (digits string, marked bool) {
	if len(s) > 2 && s[0] == '0' && s[1]|0x20 == 'x' {
		s, marked = s[2:], true
	}
	n := hexRun(s)
	if !endsAt(s, n) {
		return "", false
	}
	return s[:n], marked
}

// isHexID says that digits are an ID of the longest size, or one that lost
// zeros. Shorter ones need a letter: 13 decimal digits are a time in ms.
func isHexID(digits string, shortest, longest int) bool {
	return within(digits, shortest, longest) && (len(digits) == longest || decimalRun(digits) < len(digits))
}

// isDecimal says that digits are a decimal ID: more of them than a 64-bit hex
// ID has, or fewer where the key says so.
func isDecimal(digits string, decimal bool) bool {
	shortest := shortestPlainDecimal
	if decimal {
		shortest = shortestDecimal
	}
	if !within(digits, shortest, longestDecimal) || decimalRun(digits) < len(digits) {
		return false
	}
	return len(digits) < longestDecimal || digits <= largestDecimal
}

// fromDecimal gives the bytes of a 64-bit number.
func fromDecimal(digits string) []byte {
	n, _ := strconv.ParseUint(digits, 10, 64)
	return binary.BigEndian.AppendUint64(nil, n)
}

func within(digits string, shortest, longest int) bool {
	return shortest <= len(digits) && len(digits) <= longest
}

// hexValue is the value of a hex digit, notHex for other bytes.
var hexValue = func() (t [256]uint8) {
	for c := range t {
		t[c] = notHex
	}
	for v, c := range "0123456789abcdef" {
		t[c] = uint8(v)
	}
	for v, c := range "ABCDEF" {
		t[c] = uint8(10 + v)
	}
	return t
}()

const notHex = 0xff

// hexRun counts the hex digits at the start of s.
func hexRun(s string) int {
	n := 0
	for n < len(s) && hexValue[s[n]] != notHex {
		n++
	}
	return n
}

func decimalRun(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// endsAt says that a value may end at i: no word goes on there, and no base64
// ends. A dash or dot ends it at the end of a phrase only.
func endsAt(s string, i int) bool {
	if i >= len(s) {
		return true
	}
	if s[i] == '-' || s[i] == '.' {
		return i+1 >= len(s) || !wordByte[s[i+1]]
	}
	return !wordByte[s[i]] && s[i] != '='
}

// hasWord says that s starts with a lower-case word in any case.
func hasWord(s, word string) bool {
	if len(s) < len(word) || !endsAt(s, len(word)) {
		return false
	}
	for i := range len(word) {
		if s[i]|0x20 != word[i] {
			return false
		}
	}
	return true
}

// takeText takes a value that is not an object, unless it is cut.
func (s *scanner) takeText(k key, start, value int) {
	at, quote := unwrap(s.line, value)
	if isCut(s.line[at:], quote, digitsOf(k.field)) {
		return
	}
	k = k.with(s.line[at:])
	ctx := readValue(k, s.line[at:])
	if k.field == fieldFlags {
		s.flags = ctx.Sampled
		return
	}
	s.offer(k.rank, start, ctx)
}
