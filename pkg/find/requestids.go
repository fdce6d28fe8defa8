package find

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/accesslog"
	"github.com/requestjourney/requestjourney/pkg/findings"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Proxies give each request an ID and forward it, even if a service loses the trace
// context. The request ID joins lines without a trace ID, and connects the parts of a
// request that have different trace IDs
// (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-request-id).

const (
	// maxSearchedIDs is how many request IDs one search in Tempo may contain.
	maxSearchedIDs = 100
	// maxSharing is how many traces may have the same request ID. An ID that more
	// traces have does not identify a request.
	maxSharing = 10
)

// requestIDMatches are the lines and traces with the request IDs of one journey.
type requestIDMatches struct {
	ids    []string
	lines  []journey.Line
	traces []journey.FoundTrace
	stats  struct{ loki, tempo journey.SourceStats }
	err    error // the first error
}

// matchSpans finds lines and other traces with the request IDs of a single
// journey's spans.
func (f *Finder) matchSpans(ctx context.Context, trace *journey.Trace) (m requestIDMatches) {
	m.ids = findings.RequestIDsOfSpans(trace.Spans)
	during := boundsOfSpans(trace.Spans)
	if len(m.ids) == 0 || during.IsZero() {
		return m
	}
	var found journey.TraceResult
	var tracesErr error
	_ = journey.InParallel(
		func() error {
			m.addLines(f.Logs.LinesContaining(ctx, m.ids, during.Widen(f.Slack), f.Limits.Lines))
			return nil
		},
		func() error {
			found, tracesErr = f.Traces.ByRequestID(ctx, m.ids, during.Widen(f.Slack), f.Limits.Journeys)
			return nil
		},
	)
	m.err = cmp.Or(m.err, tracesErr)
	m.stats.tempo = found.Stats
	m.traces = slices.DeleteFunc(found.Found, func(t journey.FoundTrace) bool { return t.TraceID == trace.TraceID })
	return m
}

// matchLines adds the lines with request IDs that only lines of the journey have.
func (f *Finder) matchLines(ctx context.Context, id journey.TraceID, lines []journey.Line, m *requestIDMatches) {
	known := make(map[string]bool)
	var during journey.TimeRange
	for i := range lines {
		if f.Extract(&lines[i]).TraceID != id {
			continue
		}
		during = during.Union(instant(lines[i].Time))
		if requestID := accesslog.RequestID(&lines[i]); requestID != "" && !slices.Contains(m.ids, requestID) {
			known[requestID] = true
		}
	}
	if len(known) == 0 || len(known) > maxSharing {
		return
	}
	ids := slices.Sorted(maps.Keys(known))
	m.addLines(f.Logs.LinesContaining(ctx, ids, during.Widen(f.Slack), f.Limits.Lines))
	m.ids = append(m.ids, ids...)
}

func (m *requestIDMatches) addLines(found journey.LogResult, err error) {
	m.stats.loki = m.stats.loki.Add(found.Stats)
	if err == nil && found.Cut {
		err = errors.New("too many lines carry its x-request-id")
	}
	m.err = cmp.Or(m.err, err)
	m.lines = append(m.lines, found.Lines...)
}

// withoutTraceID returns the lines that carry no trace ID.
func (m *requestIDMatches) withoutTraceID(extract journey.Extractor) []journey.Line {
	return slices.DeleteFunc(slices.Clone(m.lines), func(l journey.Line) bool { return !extract(&l).TraceID.IsZero() })
}

// owner is a trace that has a request ID.
type owner struct {
	index  int // among the raws; -1 for a trace outside the query
	during journey.TimeRange
}

// ownersOf returns, for each request ID, the traces that have it in their spans or
// lines.
func ownersOf(raws []journey.Raw, others []journey.FoundTrace) map[string][]owner {
	owners := make(map[string][]owner)
	for index := range raws {
		raw := &raws[index]
		ids := make(map[string]bool)
		for _, id := range findings.RequestIDsOfSpans(raw.Trace.Spans) {
			ids[id] = true
		}
		during := boundsOfSpans(raw.Trace.Spans)
		for i := range raw.Lines {
			if id := accesslog.RequestID(&raw.Lines[i]); id != "" {
				ids[id] = true
			}
			if len(raw.Trace.Spans) == 0 {
				during = during.Union(instant(raw.Lines[i].Time))
			}
		}
		for id := range ids {
			owners[id] = append(owners[id], owner{index, during})
			for _, other := range others {
				owners[id] = append(owners[id], owner{-1, other.Range})
			}
		}
	}
	return owners
}

// joinByRequestID adds each line without a trace ID to the trace that has its
// request ID. If several traces have it, the line belongs to the nearest in time.
func joinByRequestID(raws []journey.Raw, lines []*journey.Line, others []journey.FoundTrace) {
	if len(lines) == 0 {
		return
	}
	owners := ownersOf(raws, others)
	for _, l := range lines {
		sharing := owners[requestIDOf(l, owners)]
		if len(sharing) == 0 || len(sharing) > maxSharing {
			continue
		}
		nearest := slices.MinFunc(sharing, func(a, b owner) int { return cmp.Compare(distance(a.during, l.Time), distance(b.during, l.Time)) })
		if raw := nearest.index; raw >= 0 {
			raws[raw].Lines = append(raws[raw].Lines, *l)
			raws[raw].Contexts = append(raws[raw].Contexts, journey.TraceContext{})
		}
	}
}

// requestIDOf returns the line's request ID. If only few IDs are known, it also
// searches log formats that have the ID at an unusual place for each of them.
func requestIDOf(l *journey.Line, owners map[string][]owner) string {
	id := accesslog.RequestID(l)
	if owners[id] != nil || len(owners) > maxSharing {
		return id
	}
	for known := range owners {
		if accesslog.HoldsRequestID(l, known) {
			return known
		}
	}
	return ""
}

// distance returns how far a time is outside a range.
func distance(r journey.TimeRange, t time.Time) time.Duration {
	return max(0, r.From.Sub(t), t.Sub(r.To))
}

// foundByRequestID takes the lines of the LogQL search that have a request ID but no
// trace ID. It finds their traces by one search in Tempo, and adds them to known.
func (f *Finder) foundByRequestID(ctx context.Context, res *search, known []journey.FoundTrace) []journey.FoundTrace {
	ids, during := f.requestIDsWithoutTrace(res.hits)
	if len(ids) == 0 {
		return known
	}
	found, err := f.Traces.ByRequestID(ctx, ids, during.Widen(f.Slack), f.Limits.Journeys)
	res.Tempo.Asked, res.Tempo.Stats = true, res.Tempo.Stats.Add(found.Stats)
	res.requestIDErr = err
	index := make(map[journey.TraceID]int, len(known))
	for i, t := range known {
		index[t.TraceID] = i
	}
	for _, t := range found.Found {
		res.byRequestID[t.TraceID] = true
		if i, isKnown := index[t.TraceID]; isKnown {
			known[i].Range = known[i].Range.Union(t.Range)
		} else {
			known = append(known, t)
		}
	}
	return known
}

// requestIDsWithoutTrace returns the newest request IDs of lines without a trace ID,
// and when these lines were written.
func (f *Finder) requestIDsWithoutTrace(lines []journey.Line) (ids []string, during journey.TimeRange) {
	byTime := slices.Clone(lines)
	slices.SortStableFunc(byTime, func(a, b journey.Line) int { return b.Time.Compare(a.Time) })
	known := make(map[string]bool)
	for i := range byTime {
		l := &byTime[i]
		if len(ids) == maxSearchedIDs {
			break
		}
		if !f.Extract(l).TraceID.IsZero() {
			continue
		}
		if id := accesslog.RequestID(l); id != "" {
			during = during.Union(instant(l.Time))
			if !known[id] {
				known[id] = true
				ids = append(ids, id)
			}
		}
	}
	return ids, during
}

// linkSplitRequests adds a finding to each journey whose request continues under
// other trace IDs. It compares all journeys of the result. For a single journey, it
// also uses the lines with the journey's request IDs.
func (f *Finder) linkSplitRequests(res *search) {
	parts := make(map[string][]journey.TraceID)
	for _, j := range res.Journeys {
		for _, id := range findings.RequestIDs(j) {
			parts[id] = append(parts[id], j.TraceID)
		}
	}
	if m := &res.requestIDs; len(m.ids) > 0 {
		for i := range m.lines {
			if id := f.Extract(&m.lines[i]).TraceID; !id.IsZero() {
				parts[m.ids[0]] = append(parts[m.ids[0]], id)
			}
		}
	}
	for _, j := range res.Journeys {
		var others []journey.TraceID
		for _, id := range findings.RequestIDs(j) {
			others = append(others, parts[id]...)
		}
		findings.SplitRequest(j, others)
	}
}
