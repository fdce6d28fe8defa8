package frames

import (
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
	"github.com/requestjourney/requestjourney/pkg/table"
)

// journeysTable has one row per request.
var journeysTable = table.Table[*journey.Journey]{
	table.Text("traceID", func(j *journey.Journey) string { return j.TraceID.String() }),   // 32 hex digits
	table.AtIfKnown("time", func(j *journey.Journey) time.Time { return j.Start }),         // start of the first span, or the first line
	table.Millis("duration", (*journey.Journey).Duration),                                  // to the end of the last span
	table.Text("service", rootService),                                                     // who took the request; without spans, who wrote the first line
	table.Text("body", rootBody),                                                           // operation of the root; without spans, the first line
	table.Text("status", rootStatus),                                                       // error when a span without a parent failed; else ok or unset
	table.Text("verdict", func(j *journey.Journey) journey.Verdict { return j.Verdict }),   // how whole the journey is: see query.md
	table.Count("services", func(j *journey.Journey) int { return len(j.Graph.Services) }), // how many took part
	table.Count("spans", func(j *journey.Journey) int { return len(j.Spans) }),             // how many there are
	table.CountIfKnown("logs", lineCount).Described("Log lines; in a list, those that the search found"),
	table.Count("errors", errorCount).Described("Failed spans; of a request without spans, lines at level error"),
	table.Count("findings", func(j *journey.Journey) int { return len(j.Findings) }),                                                                   // how many there are
	table.CountIfKnown("linesByTrace", joinedBy(journey.JoinedByTrace)),                                                                                // lines that carry the trace ID
	table.CountIfKnown("linesByRequest", joinedBy(journey.JoinedByRequest)),                                                                            // lines that carry only the request's ID
	table.CountIfKnown("linesNearby", nearbyCount).Described("Lines without an ID that the journey's pods wrote at its time; not among its log lines"), // where the query asks for nearby lines
}

// nearbyCount is how many lines there are that carry no ID, if somebody asked.
func nearbyCount(j *journey.Journey) (n int, ok bool) { return len(j.Nearby), j.Nearby != nil }

// joinedBy counts the lines that were joined in one way.
func joinedBy(way journey.JoinedBy) func(*journey.Journey) (int, bool) {
	return func(j *journey.Journey) (n int, ok bool) {
		for _, l := range j.Lines {
			if l.JoinedBy == way {
				n++
			}
		}
		_, ok = lineCount(j)
		return n, ok
	}
}

// rootService is who took the request; without spans, who wrote the first line.
func rootService(j *journey.Journey) string {
	if root := j.Root(); root != nil {
		return root.Node
	}
	if len(j.Lines) > 0 {
		return j.Lines[0].Node
	}
	return ""
}

// rootBody is the root's operation; without spans, the first line.
func rootBody(j *journey.Journey) string {
	if root := j.Root(); root != nil {
		return semconv.Operation(root)
	}
	if len(j.Lines) > 0 {
		return j.Lines[0].Body
	}
	return ""
}

// rootStatus is the worst status of the spans without a parent: an error
// further down that the root survived did not fail the request.
func rootStatus(j *journey.Journey) journey.SpanStatus {
	status := journey.StatusUnset
	for _, s := range j.Spans {
		if s.Parent != nil {
			continue
		}
		if s.Status == journey.StatusError {
			return s.Status
		}
		if s.Status == journey.StatusOK {
			status = s.Status
		}
	}
	return status
}

// lineCount is how many lines there are. It is not known when nobody looked.
func lineCount(j *journey.Journey) (n int, ok bool) {
	return len(j.Lines), len(j.Lines) > 0 || j.Depth > journey.DepthSummary
}

// errorCount is how many spans failed; of a request without spans, how many
// lines are at level error.
func errorCount(j *journey.Journey) int {
	n := 0
	for _, s := range j.Spans {
		if s.Status == journey.StatusError {
			n++
		}
	}
	for _, l := range j.Lines {
		if len(j.Spans) == 0 && l.Level == journey.LevelError {
			n++
		}
	}
	return n
}

// spanService is the name that the span's service goes by.
func spanService(s *journey.Span) string {
	if s.ServiceName != "" {
		return s.ServiceName
	}
	return s.Node
}

// parentSpanID is the parent as normalised, or, when it is not among the spans,
// as sent.
func parentSpanID(s *journey.Span) journey.SpanID {
	if s.Parent != nil {
		return s.Parent.SpanID
	}
	return s.ParentID
}
