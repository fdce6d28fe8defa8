package extract

import (
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// cloudContext reads X-Cloud-Trace-Context, TRACE_ID/SPAN_ID;o=OPTIONS with the
// span in decimal (https://cloud.google.com/trace/docs/trace-context#legacy-http-header).
func cloudContext(s string) journey.TraceContext {
	if ctx := traceValue(s, false); ctx.TraceID.IsZero() || hexRun(s) != digits128 {
		return ctx
	}
	c := cutter{rest: s}
	trace := c.hex(digits128, digits128)
	var span journey.SpanID
	if c.skip("/") {
		digits := c.rest[:decimalRun(c.rest)]
		if within(digits, 1, longestDecimal) && (len(digits) < longestDecimal || digits <= largestDecimal) {
			span, _ = journey.SpanIDFromBytes(fromDecimal(digits))
		}
		if c.rest = c.rest[len(digits):]; hexRun(c.rest) > 0 {
			return c.context(trace, "", journey.SampledUnknown) // no decimal number, so no span
		}
	}
	sampled := journey.SampledUnknown
	if c.skip(";o=") {
		sampled = sampledValue(c.rest)
	}
	ctx := c.context(trace, "", sampled)
	ctx.SpanID = span
	return ctx
}

// longestProject bounds the project's ID in a resource name.
const longestProject = 64

// cloudResource is the trace ID, with all that follows, of a resource name of
// Google Cloud, projects/PROJECT/traces/TRACE_ID, and "" of anything else
// (https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry, "trace").
func cloudResource(s string) string {
	s = strings.TrimPrefix(s, "//cloudtrace.googleapis.com/")
	rest, ok := strings.CutPrefix(s, "projects/")
	if !ok {
		return ""
	}
	project := strings.IndexByte(rest[:min(len(rest), longestProject)], '/')
	if project < 0 {
		return ""
	}
	id, ok := strings.CutPrefix(rest[project:], "/traces/")
	if !ok {
		return ""
	}
	return id
}
