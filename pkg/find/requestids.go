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

// Proxies give each request an ID and pass it on, even where a service loses the trace
// context. By it, lines without a trace ID are joined, and the parts of a request that
// run under several trace IDs are found
// (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-request-id).

const (
	// maxSearchedIDs is how many request IDs one search in Tempo is for.
	maxSearchedIDs = 100
	// maxSharing is how many traces may hold one request ID. An ID that more of them
	// hold does not name a request.
	maxSharing = 10
)

// requestIDMatches are what the sources hold for the request IDs of one journey.
type requestIDMatches struct {
	ids    []string
	lines  []journey.Line
	traces []journey.FoundTrace
	stats  struct{ loki, tempo journey.SourceStats }
	err    error // the first
}

// matchSpans finds lines and other traces by the request IDs of a single journey's
// spans.
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

// matchLines adds the lines with request IDs that only lines of the journey hold.
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

// withoutTraceID are the lines that no trace ID leads to.
func (m *requestIDMatches) withoutTraceID(extract journey.Extractor) []journey.Line {
	return slices.DeleteFunc(slices.Clone(m.lines), func(l journey.Line) bool { return !extract(&l).TraceID.IsZero() })
}

// owner is a trace that holds a request ID.
type owner struct {
	at     int // its place among the raws; -1 for a trace that was not asked for
	during journey.TimeRange
}

// ownersOf are the traces that hold each request ID, in their spans or their lines.
func ownersOf(raws []journey.Raw, others []journey.FoundTrace) map[string][]owner {
	owners := make(map[string][]owner)
	for at := range raws {
		raw := &raws[at]
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
			owners[id] = append(owners[id], owner{at, during})
			for _, other := range others {
				owners[id] = append(owners[id], owner{-1, other.Range})
			}
		}
	}
	return owners
}

// joinByRequestID adds each line without a trace ID to the trace that holds its
// request ID. When several traces hold it, the line belongs to the one whose time is
// nearest.
func joinByRequestID(raws []journey.Raw, lines []*journey.Line, others []journey.FoundTrace) {
	if len(lines) == 0 {
		return
	}
	owners := ownersOf(raws, others)
	for _, l := range lines {
		of := owners[requestIDOf(l, owners)]
		if len(of) == 0 || len(of) > maxSharing {
			continue
		}
		nearest := slices.MinFunc(of, func(a, b owner) int { return cmp.Compare(distance(a.during, l.Time), distance(b.during, l.Time)) })
		if nearest.at >= 0 {
			raws[nearest.at].Lines = append(raws[nearest.at].Lines, *l)
			raws[nearest.at].Contexts = append(raws[nearest.at].Contexts, journey.TraceContext{})
		}
	}
}

// requestIDOf is the line's request ID. Where few are known, formats that have the ID in
// a place of their own are searched for them.
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

// distance is how far a time lies outside of a range.
func distance(r journey.TimeRange, t time.Time) time.Duration {
	return max(0, r.From.Sub(t), t.Sub(r.To))
}

// foundByRequestID finds the traces of lines that have a request ID but no trace ID, by
// one search in Tempo. It is for lines that a LogQL search has read.
func (f *Finder) foundByRequestID(ctx context.Context, res *search, known []journey.FoundTrace) []journey.FoundTrace {
	ids, during := f.requestIDsWithoutTrace(res.hits)
	if len(ids) == 0 {
		return known
	}
	found, err := f.Traces.ByRequestID(ctx, ids, during.Widen(f.Slack), f.Limits.Journeys)
	res.Tempo.Asked, res.Tempo.Stats = true, res.Tempo.Stats.Add(found.Stats)
	res.requestIDErr = err
	at := make(map[journey.TraceID]int, len(known))
	for i, t := range known {
		at[t.TraceID] = i
	}
	for _, t := range found.Found {
		res.byRequestID[t.TraceID] = true
		if i, isKnown := at[t.TraceID]; isKnown {
			known[i].Range = known[i].Range.Union(t.Range)
		} else {
			known = append(known, t)
		}
	}
	return known
}

// requestIDsWithoutTrace are the newest request IDs of lines without a trace ID, and
// when these lines were written.
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

// linkSplitRequests adds a finding to each journey whose request continues under other
// trace IDs: those of the journeys found, and, when a single journey was asked for,
// those of all lines with its request IDs.
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
