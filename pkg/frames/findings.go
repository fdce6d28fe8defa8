package frames

import (
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// findingsTable has one row per finding.
var findingsTable = table[journey.Finding]{
	text("severity", func(f journey.Finding) journey.Severity { return f.Severity }),                    // error, warning or info
	text("code", func(f journey.Finding) journey.FindingCode { return f.Code }),                         // see findings.md
	text("traceID", func(f journey.Finding) string { return f.TraceID.String() }),                       // of the journey
	text("node", func(f journey.Finding) string { return f.Node }),                                      // ID of the service that it is about; empty for the whole
	spanIDs("spanID", "", func(f journey.Finding) journey.SpanID { return f.SpanID }),                   // the span that shows it best, where there is one
	text("message", func(f journey.Finding) string { return f.Message }),                                // what was seen, a sentence
	text("advice", func(f journey.Finding) string { return f.Advice }),                                  // what to do about it, a sentence
	object("evidence", func(b []byte, f journey.Finding) []byte { return appendObject(b, f.Evidence) }), // figures and lines that show it
}

func findingRows(js []*journey.Journey) []journey.Finding {
	var rows []journey.Finding
	for _, j := range js {
		rows = append(rows, j.Findings...)
	}
	return rows
}
