package journey

import (
	"cmp"
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

// mentions are the lines that hold a request ID of the journey that was asked for.
type mentions struct {
	of    []string // request IDs
	found LogResult
	err   error
}

// mentionsOfSpans looks for the request IDs of a single journey's spans.
func (f *Finder) mentionsOfSpans(ctx context.Context, traces []Trace, q Query) mentions {
	if q.Type != QueryJourney {
		return mentions{}
	}
	return f.mentionsOf(ctx, requestIDsOf(traces[0].Spans), boundsOfSpans(traces[0].Spans))
}

// mentionsOf looks for request IDs around the time of a request.
func (f *Finder) mentionsOf(ctx context.Context, ids []string, request TimeRange) mentions {
	if len(ids) == 0 || request.IsZero() {
		return mentions{}
	}
	found, err := f.Logs.Mentions(ctx, ids, request.Widen(f.Slack), f.Limits.Lines)
	return mentions{ids, found, err}
}

// mentioned adds the trace IDs of lines that hold a request ID of the journey.
// Those that its spans name have been looked for with its lines.
func (f *Finder) mentioned(ctx context.Context, res *Result, fragments map[string][]TraceID) {
	j := res.Journeys[0]
	others := slices.DeleteFunc(sortedKeys(fragments), func(id string) bool { return slices.Contains(res.mentions.of, id) })
	for _, m := range []mentions{res.mentions, f.mentionsOf(ctx, others, TimeRange{From: j.Start, To: j.End.Add(1)})} {
		res.Loki.Stats = res.Loki.Stats.Add(m.found.Stats)
		if m.err == nil && m.found.Cut {
			m.err = errors.New("too many lines carry its x-request-id")
		}
		res.tieErr = cmp.Or(res.tieErr, m.err)
		for i := range m.found.Lines {
			if id := f.Extract(&m.found.Lines[i]).TraceID; !id.IsZero() {
				fragments[m.of[0]] = append(fragments[m.of[0]], id)
			}
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
		ids[s.requestID()] = true
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
		ids[spans[i].requestID()] = true
	}
	return onlyRequestIDs(ids)
}

func (s *Span) requestID() string {
	return s.Attributes.Text("guid:x-request-id", "http.request.header.x-request-id", "x-request-id")
}

func onlyRequestIDs(ids map[string]bool) []string {
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
