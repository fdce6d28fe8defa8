package frames

import (
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/jsonfield"
	"github.com/requestjourney/requestjourney/pkg/table"
)

// findingsTable has one row per finding.
var findingsTable = table.Table[journey.Finding]{
	table.Text("severity", func(f journey.Finding) journey.Severity { return f.Severity }),                              // error, warning or info
	table.Text("code", func(f journey.Finding) journey.FindingCode { return f.Code }),                                   // see findings.md
	table.Text("traceID", func(f journey.Finding) string { return f.TraceID.String() }),                                 // of the journey
	table.Text("node", func(f journey.Finding) string { return f.Node }),                                                // ID of the service that it is about; empty for the whole
	table.SpanIDs("spanID", "", func(f journey.Finding) journey.SpanID { return f.SpanID }),                             // the span that shows it best, where there is one
	table.Text("message", func(f journey.Finding) string { return f.Message }),                                          // what was seen, a sentence
	table.Text("advice", func(f journey.Finding) string { return f.Advice }),                                            // what to do about it, a sentence
	table.Object("evidence", func(b []byte, f journey.Finding) []byte { return jsonfield.AppendObject(b, f.Evidence) }), // figures and lines that show it
}

func findingRows(js []*journey.Journey) []journey.Finding {
	var rows []journey.Finding
	for _, j := range js {
		rows = append(rows, j.Findings...)
	}
	return rows
}
