package extract

import (
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// mayBeID refuses nearly every word by its length.
func mayBeID(n int) bool { return n == digits64 || n >= digits128 }

// bare looks at an ID without a key. It counts only in a form that nothing else
// has: a whole header, Spring's brackets, or nginx' trace ID and span ID with a
// space between. A trace ID alone could as well be a digest or a request ID.
func (s *scanner) bare(start, end int) {
	word := s.line[start:end]
	switch n := hexRun(word); {
	case n == len(word) && (n == digits64 || n == digits128):
		s.pair(start, end)
	case n == 2, n == digits128:
		s.header(start)
	case n == digits64 && s.opens(start):
		s.header(start)
	}
}

// header takes a traceparent or b3 header. As the value of an unknown key it
// may be of another context.
func (s *scanner) header(start int) {
	ctx := headerValue(s.line[start:])
	if ctx.SpanID.IsZero() {
		return
	}
	switch {
	case s.opens(start):
		s.offer(rankOwn, start, ctx)
	case s.isValue(start):
		s.offer(rankWeak, start, ctx)
	default:
		s.offer(rankHeader, start, ctx)
	}
}

// pair takes a trace ID with its span ID behind it.
func (s *scanner) pair(start, end int) {
	gap := gapBefore(s.line, end, digits64)
	spanEnd := end + gap + digits64
	if gap == 0 || !endsAt(s.line, spanEnd) {
		return
	}
	span, err := journey.ParseSpanID(s.line[end+gap : spanEnd])
	if err != nil || span.IsZero() {
		return
	}
	ctx := journey.TraceContext{TraceID: traceID(s.line[start:], false), SpanID: span}
	switch sep := s.line[end]; {
	case sep == ',' || sep == '/':
		if s.opens(start) && closes(s.line[spanEnd:]) {
			ctx.Sampled = exportable(s.line[spanEnd:])
			s.offer(rankOwn, start, ctx)
		}
	case end-start == digits128 && !s.isValue(start):
		s.offer(rankHeader, start, ctx)
	}
}

// gapBefore counts the bytes between an ID that ends at end and another of n
// hex digits: a space, also between quotes, a comma or a slash. It is 0 when
// there is no other.
func gapBefore(line string, end, n int) int {
	for _, gap := range [...]string{" ", `" "`, ",", ", ", "/"} {
		if rest, ok := strings.CutPrefix(line[end:], gap); ok && hexRun(rest) == n {
			return len(gap)
		}
	}
	return 0
}

// longestAppName bounds how far back Spring's opening bracket may be.
const longestAppName = 64

// opens says that "[" or "[application," is before start.
func (s *scanner) opens(start int) bool {
	before := strings.TrimRight(s.line[max(0, start-longestAppName):start], " ")
	if before == "" {
		return false
	}
	if before[len(before)-1] == ',' {
		before = before[:len(before)-1]
		return strings.LastIndexByte(before, '[') > strings.LastIndexAny(before, ",]\"")
	}
	return before[len(before)-1] == '['
}

// closes says that Spring's brackets end here, or go on with "exportable".
func closes(rest string) bool {
	return strings.HasPrefix(rest, "]") || exportable(rest) != journey.SampledUnknown
}

// exportable reads ",true]" or ",false]", which Spring Cloud Sleuth wrote.
func exportable(rest string) journey.Sampled {
	rest, ok := strings.CutPrefix(rest, ",")
	if !ok {
		return journey.SampledUnknown
	}
	rest = strings.TrimPrefix(rest, " ")
	switch {
	case strings.HasPrefix(rest, "true]"):
		return journey.SampledYes
	case strings.HasPrefix(rest, "false]"):
		return journey.SampledNo
	}
	return journey.SampledUnknown
}

// isValue says that a key, though an unknown one, stands before start.
func (s *scanner) isValue(start int) bool {
	before := strings.TrimRight(s.line[:start], " \"'\\")
	return before != "" && (before[len(before)-1] == '=' || before[len(before)-1] == ':')
}
