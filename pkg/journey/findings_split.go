package journey

import (
	"fmt"
	"maps"
	"slices"
)

// tieTo adds the finding that the request goes on under other trace IDs.
func tieTo(j *Journey, ids []TraceID) {
	var others []any
	told := map[TraceID]bool{j.TraceID: true}
	for _, id := range ids {
		if !told[id] {
			told[id] = true
			others = append(others, id.String())
		}
	}
	if len(others) == 0 {
		return
	}
	j.Findings = append(j.Findings, Finding{
		Severity: SeverityWarning, Code: FindingSplitRequest, TraceID: j.TraceID,
		Message:  fmt.Sprintf("The request goes on under %s: a service did not pass the trace context on.", count(len(others), "other trace ID")),
		Advice:   "Open the other journeys as well: they carry the same x-request-id.",
		Evidence: Attributes{{"traceIDs", others}},
	})
	slices.SortStableFunc(j.Findings, bySeverity)
	if j.Verdict == VerdictComplete {
		j.Verdict = VerdictPartial
	}
}

// requestIDsOfJourney are the x-request-ids that the journey's spans and access lines
// hold, sorted. Only what is long enough to be unique counts.
func requestIDsOfJourney(j *Journey) []string {
	ids := make(map[string]bool)
	for _, s := range j.Spans {
		ids[requestID(s)] = true
	}
	for _, l := range j.Lines {
		ids[l.requestID] = true
	}
	return onlyRequestIDs(ids)
}

// requestIDsOf are those that spans hold.
func requestIDsOf(spans []Span) []string {
	ids := make(map[string]bool)
	for i := range spans {
		ids[requestID(&spans[i])] = true
	}
	return onlyRequestIDs(ids)
}

func onlyRequestIDs(ids map[string]bool) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(ids)), func(id string) bool { return !isRequestID(id) })
}

// isRequestID takes UUIDs and the like. What goes into a query has no character
// that could mean anything in it.
func isRequestID(id string) bool {
	if len(id) < 16 || len(id) > 64 {
		return false
	}
	for _, c := range []byte(id) {
		if digit := c >= '0' && c <= '9'; !digit && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-' {
			return false
		}
	}
	return true
}
