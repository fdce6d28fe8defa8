package findings

import (
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// clockSkew reports the clocks that were corrected, once per service: a proxy
// and the application beside it may name their host differently and then count
// as two clocks.
func clockSkew(r Request) []journey.Finding {
	var fs []journey.Finding
	reported := make(map[string]bool)
	var spans map[journey.SpanID]*journey.Span
	for _, a := range r.Adjustments {
		if a.Step != journey.StepClockSkew {
			continue
		}
		if spans == nil {
			spans = journey.BySpanID(r.Spans)
		}
		f := journey.Finding{
			Severity: journey.SeverityWarning, Code: journey.FindingClockSkew, Message: a.Message,
			Advice:   "Check NTP on that host. Its spans and lines are shown at the corrected time.",
			Evidence: journey.Attributes{{Key: "clock", Value: a.Clock}, {Key: "offsetMs", Value: millis(a.Offset)}},
		}
		if span := spans[a.SpanIDs[0]]; span != nil {
			f.Node, f.SpanID = span.Node, span.SpanID
		}
		if !reported[f.Node] {
			reported[f.Node] = true
			fs = append(fs, f)
		}
	}
	return fs
}
