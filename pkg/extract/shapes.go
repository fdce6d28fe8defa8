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
	span, spanEnd := spanBehind(s.line, end)
	if span.IsZero() {
		return
	}
	ctx := journey.TraceContext{TraceID: traceID(s.line[start:], false), SpanID: span}
	rest := s.line[spanEnd:]
	switch gap := s.line[end]; {
	case gap == ',' || gap == '/':
		isNumber := decimalRun(s.line[start:]) == digits64
		if !isNumber && s.opens(start) && closes(rest) {
			ctx.Sampled = exportable(rest)
			s.offer(rankOwn, start, ctx)
		}
	case end-start == digits128 && !s.isValue(start):
		s.offer(rankHeader, start, ctx)
	}
}

// spanBehind reads the span ID behind a trace ID that ends at end, after a
// space, also between quotes, a comma or a slash. It is zero when there is none.
func spanBehind(line string, end int) (id journey.SpanID, idEnd int) {
	for _, gap := range [...]string{" ", `" "`, ",", ", ", "/"} {
		rest, ok := strings.CutPrefix(line[end:], gap)
		if ok && hexRun(rest) == digits64 && endsAt(rest, digits64) {
			return parseSpanID(rest[:digits64]), end + len(gap) + digits64
		}
	}
	return id, end
}

// longestAppName bounds how far back Spring's opening bracket may be.
const longestAppName = 64

// opens says that "[" or "[application," is before start, and not as the list
// that is a key's value.
func (s *scanner) opens(start int) bool {
	before := strings.TrimRight(s.line[max(0, start-longestAppName):start], " ")
	app, inApp := strings.CutSuffix(before, ",")
	bracket := strings.LastIndexByte(app, '[')
	if bracket < 0 || !inApp && bracket != len(before)-1 {
		return false
	}
	isList := bracket > 0 && (before[bracket-1] == ':' || before[bracket-1] == '=')
	return !isList && !strings.ContainsAny(app[bracket:], ",]\"")
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
