package frames

import (
	"encoding/json"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// findingsTable has one row per finding.
var findingsTable = table[journey.Finding]{
	text("severity", func(f journey.Finding) journey.Severity { return f.Severity }),
	text("code", func(f journey.Finding) journey.FindingCode { return f.Code }),
	text("traceID", func(f journey.Finding) string { return f.TraceID.String() }),
	text("node", func(f journey.Finding) string { return f.Node }),
	text("spanID", func(f journey.Finding) string { return f.SpanID.String() }),
	text("message", func(f journey.Finding) string { return f.Message }),
	text("advice", func(f journey.Finding) string { return f.Advice }),
	object("evidence", func(f journey.Finding) json.RawMessage {
		return jsonObject(appendPairs(nil, "", f.Evidence))
	}),
}

func findingRows(js []*journey.Journey) []journey.Finding {
	var rows []journey.Finding
	for _, j := range js {
		rows = append(rows, j.Findings...)
	}
	return rows
}
