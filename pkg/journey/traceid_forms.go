package journey

import (
	"regexp"
	"strings"
	"unicode"
)

// traceIDForms are the headers that carry a trace ID. What their groups capture
// is the ID. src/components/traceId.ts has the same forms;
// tests/checks/queries/elsewhere.json has samples that both must read alike.
var traceIDForms = []*regexp.Regexp{
	// W3C traceparent; later versions may go on (https://www.w3.org/TR/trace-context/#traceparent-header).
	regexp.MustCompile(`(?i)^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$`),
	// b3 single header (https://github.com/openzipkin/b3-propagation#single-header).
	regexp.MustCompile(`(?i)^([0-9a-f]{16}|[0-9a-f]{32})-[0-9a-f]{16}(?:-[01d](?:-[0-9a-f]{16})?)?$`),
	// uber-trace-id, as it is or URL-encoded (https://www.jaegertracing.io/docs/1.76/client-libraries/#tracespan-identity).
	regexp.MustCompile(`(?i)^([0-9a-f]{1,32})(?::|%3a)[0-9a-f]{1,16}(?::|%3a)[0-9a-f]{1,16}(?::|%3a)[0-9a-f]{1,2}$`),
	// X-Amzn-Trace-Id, and the trace ID of X-Ray alone (https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids).
	regexp.MustCompile(`(?i)^(?:.*;\s*)?(?:root=)?1-([0-9a-f]{8})-([0-9a-f]{24})(?:;.*)?$`),
	// X-Cloud-Trace-Context (https://cloud.google.com/trace/docs/trace-context#legacy-http-header).
	regexp.MustCompile(`(?i)^([0-9a-f]{32})/[0-9]+(?:;o=[0-9])?$`),
	// A trace's name in Google Cloud, as logging.googleapis.com/trace has it.
	regexp.MustCompile(`(?i)^projects/[^/]+/traces/([0-9a-f]{32})$`),
}

// traceIDHeader is the name that people copy along with a trace ID.
var traceIDHeader = regexp.MustCompile(`(?i)^(?:traceparent|b3|x-b3-traceid|uber-trace-id|x-amzn-trace-id|x-cloud-trace-context|trace[_-]?id)["']?[\s\p{Z}]*[:=][\s\p{Z}]*["']?`)

// traceIDPart takes the digits of the ID out of the form that it is in.
func traceIDPart(s string) string {
	s = strings.TrimFunc(s, isAround)
	if !strings.ContainsAny(s, "-:=%/") {
		return s // digits alone, of which Tempo's answers have thousands
	}
	s = traceIDHeader.ReplaceAllString(s, "")
	for _, form := range traceIDForms {
		if groups := form.FindStringSubmatch(s); groups != nil {
			return strings.Join(groups[1:], "")
		}
	}
	return s
}

// isAround says that a character is none of the ID's, but a space or a quote.
func isAround(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\"'`\ufeff", r) }
