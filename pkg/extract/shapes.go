package extract

import (
	"strings"
	"unicode"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// mayBeID refuses nearly every word by its length.
func mayBeID(n int) bool { return n == digits64 || n >= digits128 }

// bare looks at an ID without a key. It counts only in a form that nothing else
// has: a whole header, Spring's brackets, or a trace ID with its span ID behind
// it. A trace ID alone could as well be a digest or a request ID.
func (s *scanner) bare(start, end int) {
	word := s.line[start:end]
	switch n := hexRun(word); {
	case n == len(word) && end < len(s.line) && s.line[end] == ':':
		s.header(start) // Jaeger's clients print trace:span:parent:flags
	case n == len(word) && (n == digits64 || n == digits128):
		s.pair(start, end)
	case n == 2, n == digits128:
		s.header(start)
	case n == digits64:
		s.header(start)
	}
}

// header takes a whole header. As the value of an unknown key it may be of
// another context; a range of 64-bit addresses looks like b3 without its state.
func (s *scanner) header(start int) {
	ctx := headerValue(s.line[start:])
	if ctx.SpanID.IsZero() {
		return
	}
	app, inBrackets := s.opens(start)
	switch {
	case is64Bit(ctx.TraceID) && ctx.Sampled == journey.SampledUnknown && !isName(app):
	case inBrackets:
		s.offer(rankOwn, start, ctx)
	case s.isValue(start):
		s.offer(rankWeak, start, ctx)
	case !is64Bit(ctx.TraceID) || s.line[start+hexRun(s.line[start:])] == ':':
		s.offer(rankHeader, start, ctx)
	}
}

// pair takes a trace ID with its span ID behind it: in Spring's brackets, where
// 64 bits need an application's name before them, else they are a list; or, 128
// bits and no two decimal numbers, with anything between that is no word.
func (s *scanner) pair(start, end int) {
	span, gap, spanEnd := spanBehind(s.line, end)
	if span.IsZero() {
		return
	}
	word := s.line[start:end]
	ctx := journey.TraceContext{TraceID: traceID(word, false), SpanID: span}
	rest := s.line[spanEnd:]
	app, inBrackets := s.opens(start)
	switch {
	case inBrackets && closes(rest) && (isName(app) || len(word) == digits128 || app == "," && exportable(rest) != journey.SampledUnknown):
		ctx.Sampled = exportable(rest)
		s.offer(rankOwn, start, ctx)
	case len(word) < digits128, decimalRun(word) == digits128 && decimalRun(s.line[spanEnd-digits64:spanEnd]) == digits64:
	case s.isSegment(start, gap, rest), s.isValue(start):
	default:
		s.offer(rankHeader, start, ctx)
	}
}

// longestGap bounds what stands between a trace ID and its span ID.
const longestGap = 8

// spanBehind reads the span ID behind a trace ID that ends at end, and what
// stands between them: anything but words and what joins a key and its value. It
// is zero when there is none.
func spanBehind(line string, end int) (id journey.SpanID, gap string, idEnd int) {
	i := end
	for i < len(line) && i < end+longestGap && (!wordByte[line[i]] || line[i] == '-' && line[i-1] == ' ') {
		if strings.IndexByte("=:%@\n", line[i]) >= 0 {
			return id, "", end
		}
		if i++; line[i-1] == '\\' && i < len(line) && line[i] == 't' {
			i++ // a tab within JSON
		}
	}
	if rest := line[i:]; i > end && hexRun(rest) == digits64 && endsAt(rest, digits64) {
		return parseSpanID(rest[:digits64]), line[end:i], i + digits64
	}
	return id, "", end
}

// isSegment says that the pair at start is a part of a path, with more before or
// behind it.
func (s *scanner) isSegment(start int, gap, rest string) bool {
	return gap == "/" && (start > 0 && s.line[start-1] == '/' || strings.HasPrefix(rest, "/"))
}

// longestAppName bounds how far back Spring's opening bracket may be.
const longestAppName = 64

// opens says that "[" or "[application," is before start, and not as the list
// that is a key's value. The application is returned with its comma: "" and ","
// are none, and one without a name.
func (s *scanner) opens(start int) (app string, ok bool) {
	before := strings.TrimRight(s.line[max(0, start-longestAppName):start], " ")
	bracket := strings.LastIndexByte(before, '[')
	if bracket < 0 {
		return "", false
	}
	app = before[bracket+1:]
	name, isApp := strings.CutSuffix(app, ",")
	isList := bracket > 0 && (before[bracket-1] == ':' || before[bracket-1] == '=')
	if isList || app != "" && !isApp || strings.ContainsAny(name, ",]\"") {
		return "", false
	}
	return app, true
}

// isName says that an application, as opens returns it, has a name, and not
// another ID or a number in its place.
func isName(app string) bool {
	name := strings.TrimSpace(strings.TrimSuffix(app, ","))
	_, last := lastTwoWords(name)
	return strings.ContainsFunc(name, unicode.IsLetter) && (last == "" || hexRun(last) < min(len(last), shortest64))
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
	before := strings.TrimRight(s.line[:start], "\"'\\")
	if strings.HasSuffix(before, " : ") {
		return false // a title or a separator between columns
	}
	before = strings.TrimRight(before, " \"'\\")
	return before != "" && (before[len(before)-1] == '=' || before[len(before)-1] == ':')
}
