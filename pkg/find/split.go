package find

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/findings"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Where a service does not pass the trace context on, one request goes on under
// another trace ID. Proxies still pass x-request-id on, which ties the
// fragments (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-request-id).

// tie tells each journey which others are fragments of the same request: among
// the journeys found, and, when a single journey was asked for, among all lines
// around it.
func (f *Finder) linkSplitRequests(ctx context.Context, res *search) {
	fragments := make(map[string][]journey.TraceID)
	for _, j := range res.Journeys {
		for _, id := range findings.RequestIDs(j) {
			fragments[id] = append(fragments[id], j.TraceID)
		}
	}
	if res.Query.Type == journey.QueryJourney && len(fragments) > 0 {
		f.addFromLines(ctx, res, fragments)
	}
	for _, j := range res.Journeys {
		var others []journey.TraceID
		for _, id := range findings.RequestIDs(j) {
			others = append(others, fragments[id]...)
		}
		findings.SplitRequest(j, others)
	}
}

// mentions are the lines that hold a request ID of the journey that was asked for.
type linesWithIDs struct {
	ids   []string // request IDs
	found journey.LogResult
	err   error
}

// mentionsOfSpans looks for the request IDs of a single journey's spans.
func (f *Finder) linesWithIDsOfSpans(ctx context.Context, traces []journey.Trace, q journey.Query) linesWithIDs {
	if q.Type != journey.QueryJourney {
		return linesWithIDs{}
	}
	return f.findLinesWithIDs(ctx, findings.RequestIDsOfSpans(traces[0].Spans), boundsOfSpans(traces[0].Spans))
}

// mentionsOf looks for request IDs around the time of a request.
func (f *Finder) findLinesWithIDs(ctx context.Context, ids []string, request journey.TimeRange) linesWithIDs {
	if len(ids) == 0 || request.IsZero() {
		return linesWithIDs{}
	}
	found, err := f.Logs.LinesContaining(ctx, ids, request.Widen(f.Slack), f.Limits.Lines)
	return linesWithIDs{ids, found, err}
}

// mentioned adds the trace IDs of lines that hold a request ID of the journey.
// Those that its spans name have been looked for with its lines.
func (f *Finder) addFromLines(ctx context.Context, res *search, fragments map[string][]journey.TraceID) {
	j := res.Journeys[0]
	others := slices.DeleteFunc(slices.Sorted(maps.Keys(fragments)), func(id string) bool { return slices.Contains(res.linesWithIDs.ids, id) })
	for _, m := range []linesWithIDs{res.linesWithIDs, f.findLinesWithIDs(ctx, others, journey.TimeRange{From: j.Start, To: j.End.Add(1)})} {
		res.Loki.Stats = res.Loki.Stats.Add(m.found.Stats)
		if m.err == nil && m.found.Cut {
			m.err = errors.New("too many lines carry its x-request-id")
		}
		res.splitErr = cmp.Or(res.splitErr, m.err)
		for i := range m.found.Lines {
			if id := f.Extract(&m.found.Lines[i]).TraceID; !id.IsZero() {
				fragments[m.ids[0]] = append(fragments[m.ids[0]], id)
			}
		}
	}
}
