package journey

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
)

// Where a service does not pass the trace context on, one request goes on under
// another trace ID. Proxies still pass x-request-id on, which ties the
// fragments (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-request-id).

// tie tells each journey which others are fragments of the same request: among
// the journeys found, and, when a single journey was asked for, among all lines
// around it.
func (f *Finder) tie(ctx context.Context, res *search) {
	fragments := make(map[string][]TraceID)
	for _, j := range res.Journeys {
		for _, id := range requestIDsOfJourney(j) {
			fragments[id] = append(fragments[id], j.TraceID)
		}
	}
	if res.Query.Type == QueryJourney && len(fragments) > 0 {
		f.mentioned(ctx, res, fragments)
	}
	for _, j := range res.Journeys {
		var others []TraceID
		for _, id := range requestIDsOfJourney(j) {
			others = append(others, fragments[id]...)
		}
		tieTo(j, others)
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
func (f *Finder) mentioned(ctx context.Context, res *search, fragments map[string][]TraceID) {
	j := res.Journeys[0]
	others := slices.DeleteFunc(slices.Sorted(maps.Keys(fragments)), func(id string) bool { return slices.Contains(res.mentions.of, id) })
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
