package find

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// memo remembers the lines and traces that one stream has fetched, by trace ID and
// time range. It does not remember what failed, was cut or was not found, so that
// is fetched again.
type memo struct {
	extract journey.Extractor

	mu               sync.Mutex
	lines            map[journey.FoundTrace][]journey.Line
	whole, summaries map[journey.FoundTrace]journey.Trace
	byRequestID      map[string]journey.TraceResult
}

func newMemo(extract journey.Extractor) *memo {
	return &memo{
		extract: extract, lines: make(map[journey.FoundTrace][]journey.Line),
		whole: make(map[journey.FoundTrace]journey.Trace), summaries: make(map[journey.FoundTrace]journey.Trace), byRequestID: make(map[string]journey.TraceResult),
	}
}

// memoLogs fetches only lines that the memo does not have.
type memoLogs struct {
	journey.LogSource
	memo *memo
}

func (m *memo) logs(from journey.LogSource) memoLogs { return memoLogs{from, m} }

// Lines implements LogSource.
func (l memoLogs) Lines(ctx context.Context, wanted []journey.FoundTrace, limit int) (journey.LogResult, error) {
	known, unknown := l.memo.linesOf(wanted)
	if len(unknown) == 0 {
		return newestLines(journey.LogResult{Lines: known}, limit), nil
	}
	res, err := l.LogSource.Lines(ctx, unknown, limit)
	byTrace := l.memo.byTrace(unknown, res.Lines)
	if err == nil && !res.Cut {
		l.memo.addLines(byTrace)
	}
	res.Lines = known
	for _, t := range unknown {
		res.Lines = append(res.Lines, byTrace[t]...)
	}
	return newestLines(res, limit), err
}

func (m *memo) linesOf(wanted []journey.FoundTrace) (known []journey.Line, unknown []journey.FoundTrace) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range wanted {
		if lines, ok := m.lines[s]; ok {
			known = append(known, lines...)
		} else {
			unknown = append(unknown, s)
		}
	}
	return known, unknown
}

// byTrace assigns each line to the wanted trace and time range that it belongs to.
// It drops lines of other traces, which a source may return.
func (m *memo) byTrace(wanted []journey.FoundTrace, lines []journey.Line) map[journey.FoundTrace][]journey.Line {
	byID := make(map[journey.TraceID][]journey.FoundTrace, len(wanted))
	out := make(map[journey.FoundTrace][]journey.Line, len(wanted))
	for _, t := range wanted {
		byID[t.TraceID] = append(byID[t.TraceID], t)
		out[t] = nil
	}
	for i := range lines {
		traces := byID[m.extract(&lines[i]).TraceID]
		if len(traces) == 0 {
			continue
		}
		in := max(0, slices.IndexFunc(traces, func(t journey.FoundTrace) bool { return t.Range.Contains(lines[i].Time) }))
		out[traces[in]] = append(out[traces[in]], lines[i])
	}
	return out
}

func (m *memo) addLines(byTrace map[journey.FoundTrace][]journey.Line) {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.Copy(m.lines, byTrace)
}

// newestLines drops the oldest lines beyond the limit.
func newestLines(res journey.LogResult, limit int) journey.LogResult {
	if len(res.Lines) <= limit {
		return res
	}
	slices.SortStableFunc(res.Lines, func(a, b journey.Line) int { return b.Time.Compare(a.Time) })
	res.Lines, res.Cut, res.Since = res.Lines[:limit], true, res.Lines[limit-1].Time
	return res
}

// memoTraces fetches only traces that the memo does not have.
type memoTraces struct {
	journey.TraceSource
	memo *memo
}

func (m *memo) traces(from journey.TraceSource) memoTraces { return memoTraces{from, m} }

// Get implements TraceSource.
func (t memoTraces) Get(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	return t.memo.tracesBy(ctx, foundTraces, t.memo.whole, t.TraceSource.Get)
}

// Summaries implements TraceSource.
func (t memoTraces) Summaries(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	return t.memo.tracesBy(ctx, foundTraces, t.memo.summaries, t.TraceSource.Summaries)
}

type fetchTraces func(context.Context, []journey.FoundTrace) ([]journey.Trace, journey.SourceStats)

// tracesBy returns the traces in known, and fetches and adds the others.
func (m *memo) tracesBy(ctx context.Context, foundTraces []journey.FoundTrace, known map[journey.FoundTrace]journey.Trace, fetch fetchTraces) ([]journey.Trace, journey.SourceStats) {
	traces := make([]journey.Trace, len(foundTraces))
	var indexes []int
	var unknown []journey.FoundTrace
	m.mu.Lock()
	for i, s := range foundTraces {
		t, ok := known[s]
		if traces[i] = t; !ok {
			indexes, unknown = append(indexes, i), append(unknown, s)
		}
	}
	m.mu.Unlock()
	if len(unknown) == 0 {
		return traces, journey.SourceStats{}
	}
	fetched, stats := fetch(ctx, unknown)
	m.mu.Lock()
	defer m.mu.Unlock()
	for n, i := range indexes {
		traces[i] = fetched[n]
		if fetched[n].Err == nil && len(fetched[n].Spans) > 0 {
			known[unknown[n]] = fetched[n]
		}
	}
	return traces, stats
}

// forget drops what is known of the requests that match, so that it is fetched
// again. The zero trace ID stands for requests that have only a request ID.
func (m *memo) forget(matches func(journey.TraceID) bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.lines, func(s journey.FoundTrace, _ []journey.Line) bool { return matches(s.TraceID) })
	if matches(journey.TraceID{}) {
		clear(m.byRequestID)
	}
	maps.DeleteFunc(m.whole, func(s journey.FoundTrace, _ journey.Trace) bool { return matches(s.TraceID) })
	maps.DeleteFunc(m.summaries, func(s journey.FoundTrace, _ journey.Trace) bool { return matches(s.TraceID) })
}

// ByRequestID implements journey.TraceSource.
func (t memoTraces) ByRequestID(ctx context.Context, ids []string, in journey.TimeRange, limit int) (journey.TraceResult, error) {
	key := fmt.Sprint(ids, in, limit)
	t.memo.mu.Lock()
	known, ok := t.memo.byRequestID[key]
	t.memo.mu.Unlock()
	if ok {
		return known, nil
	}
	found, err := t.TraceSource.ByRequestID(ctx, ids, in, limit)
	if err == nil {
		remembered := found
		remembered.Stats = journey.SourceStats{}
		t.memo.mu.Lock()
		t.memo.byRequestID[key] = remembered
		t.memo.mu.Unlock()
	}
	return found, err
}
