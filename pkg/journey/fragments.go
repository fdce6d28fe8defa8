package journey

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Where a service does not pass the trace context on, one request goes on under
// another trace ID. Proxies still pass x-request-id on, which ties the
// fragments (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-request-id).

// tie tells each journey which others are fragments of the same request: among
// the journeys found, and, when a single journey was asked for, among all lines
// around it.
func (f *Finder) tie(ctx context.Context, res *Result) {
	fragments := make(map[string][]TraceID)
	for _, j := range res.Journeys {
		for _, id := range j.requestIDs() {
			fragments[id] = append(fragments[id], j.TraceID)
		}
	}
	if res.Query.Type == QueryJourney && len(fragments) > 0 {
		f.mentioned(ctx, res, fragments)
	}
	for _, j := range res.Journeys {
		var others []TraceID
		for _, id := range j.requestIDs() {
			others = append(others, fragments[id]...)
		}
		j.tieTo(others)
	}
}

// mentioned adds the trace IDs of lines that hold a request ID of the journey.
func (f *Finder) mentioned(ctx context.Context, res *Result, fragments map[string][]TraceID) {
	j := res.Journeys[0]
	around := TimeRange{From: j.Start, To: j.End.Add(1)}.Widen(f.Slack)
	ids := sortedKeys(fragments)
	found, err := f.Logs.Mentions(ctx, ids, around, f.Limits.Lines)
	res.Loki.Stats = res.Loki.Stats.Add(found.Stats)
	if res.tieErr = err; err == nil && found.Cut {
		res.tieErr = errors.New("too many lines carry its x-request-id.")
	}
	for i := range found.Lines {
		id := f.Extract(&found.Lines[i]).TraceID
		if !id.IsZero() {
			fragments[ids[0]] = append(fragments[ids[0]], id)
		}
	}
}

// tieTo adds the finding that the request goes on under other trace IDs.
func (j *Journey) tieTo(ids []TraceID) {
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

// requestIDs are the x-request-ids that the journey's spans and access lines
// hold, sorted. Only what is long enough to be unique counts.
func (j *Journey) requestIDs() []string {
	ids := make(map[string]bool)
	for _, s := range j.Spans {
		ids[s.Attributes.Text("guid:x-request-id", "http.request.header.x-request-id", "x-request-id")] = true
	}
	for _, l := range j.Lines {
		ids[l.requestID] = true
	}
	return slices.DeleteFunc(sortedKeys(ids), func(id string) bool { return !isRequestID(id) })
}

// isRequestID takes UUIDs and the like. What goes into a query has no character
// that could mean anything in it.
func isRequestID(id string) bool {
	if len(id) < 16 || len(id) > 64 {
		return false
	}
	for _, c := range []byte(id) {
		if digit := c >= '0' && c <= '9'; !digit && !isLetter(rune(c)) && c != '-' {
			return false
		}
	}
	return true
}
