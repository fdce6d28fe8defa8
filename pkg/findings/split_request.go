package findings

import (
	"fmt"
	"maps"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/accesslog"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// SplitRequest adds the finding that the request continues under other trace IDs.
func SplitRequest(j *journey.Journey, ids []journey.TraceID) {
	var others []any
	known := map[journey.TraceID]bool{j.TraceID: true}
	for _, id := range ids {
		if !known[id] {
			known[id] = true
			others = append(others, id.String())
		}
	}
	if len(others) == 0 {
		return
	}
	j.Findings = append(j.Findings, journey.Finding{
		Severity: journey.SeverityWarning, Code: journey.FindingSplitRequest, TraceID: j.TraceID,
		Message:  fmt.Sprintf("This request continues in %s.", journey.Count(len(others), "other trace")),
		Advice:   "A service did not propagate the trace context. Open the other traces: they carry the same x-request-id.",
		Evidence: journey.Attributes{{Key: "traceIDs", Value: others}},
	})
	slices.SortStableFunc(j.Findings, bySeverity)
	if j.Verdict == journey.VerdictComplete {
		j.Verdict = journey.VerdictPartial
	}
}

// RequestIDs returns the x-request-ids of the journey's spans and access lines,
// sorted. It skips IDs that are too short to be unique.
func RequestIDs(j *journey.Journey) []string {
	ids := make(map[string]bool)
	for _, s := range j.Spans {
		ids[semconv.RequestID(s)] = true
	}
	for _, l := range j.Lines {
		ids[l.RequestID] = true
	}
	return validRequestIDs(ids)
}

// RequestIDsOfSpans returns the x-request-ids of spans, as RequestIDs does.
func RequestIDsOfSpans(spans []journey.Span) []string {
	ids := make(map[string]bool)
	for i := range spans {
		ids[semconv.RequestID(&spans[i])] = true
	}
	return validRequestIDs(ids)
}

func validRequestIDs(ids map[string]bool) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(ids)), func(id string) bool { return !accesslog.IsRequestID(id) })
}
