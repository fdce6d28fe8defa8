package find

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// memo remembers what was fetched for requests, by where it was searched.
// What failed, was cut or was not there is asked for again.
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

// memoLogs asks a source for lines that are not remembered.
type memoLogs struct {
	journey.LogSource
	memo *memo
}

func (r *memo) logs(from journey.LogSource) memoLogs { return memoLogs{from, r} }

// Lines implements LogSource.
func (l memoLogs) Lines(ctx context.Context, wanted []journey.FoundTrace, limit int) (journey.LogResult, error) {
	known, asked := l.memo.linesOf(wanted)
	if len(asked) == 0 {
		return newestLines(journey.LogResult{Lines: known}, limit), nil
	}
	found, err := l.LogSource.Lines(ctx, asked, limit)
	asSighted := l.memo.byFound(asked, found.Lines)
	if err == nil && !found.Cut {
		l.memo.keepLines(asSighted)
	}
	found.Lines = known
	for _, s := range asked {
		found.Lines = append(found.Lines, asSighted[s]...)
	}
	return newestLines(found, limit), err
}

func (r *memo) linesOf(wanted []journey.FoundTrace) (known []journey.Line, unknown []journey.FoundTrace) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range wanted {
		if lines, ok := r.lines[s]; ok {
			known = append(known, lines...)
		} else {
			unknown = append(unknown, s)
		}
	}
	return known, unknown
}

// byFound puts each line to its request and the time that it was asked for
// in. Lines of other requests, which a source may return, are left out.
func (r *memo) byFound(asked []journey.FoundTrace, lines []journey.Line) map[journey.FoundTrace][]journey.Line {
	byID := make(map[journey.TraceID][]journey.FoundTrace, len(asked))
	out := make(map[journey.FoundTrace][]journey.Line, len(asked))
	for _, s := range asked {
		byID[s.TraceID] = append(byID[s.TraceID], s)
		out[s] = nil
	}
	for i := range lines {
		ours := byID[r.extract(&lines[i]).TraceID]
		if len(ours) == 0 {
			continue
		}
		in := max(0, slices.IndexFunc(ours, func(s journey.FoundTrace) bool { return s.Range.Contains(lines[i].Time) }))
		out[ours[in]] = append(out[ours[in]], lines[i])
	}
	return out
}

func (r *memo) keepLines(asSighted map[journey.FoundTrace][]journey.Line) {
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.Copy(r.lines, asSighted)
}

// newestLines keeps the newest lines.
func newestLines(res journey.LogResult, limit int) journey.LogResult {
	if len(res.Lines) <= limit {
		return res
	}
	slices.SortStableFunc(res.Lines, func(a, b journey.Line) int { return b.Time.Compare(a.Time) })
	res.Lines, res.Cut, res.Since = res.Lines[:limit], true, res.Lines[limit-1].Time
	return res
}

// memoTraces asks a source for traces that are not remembered.
type memoTraces struct {
	journey.TraceSource
	memo *memo
}

func (r *memo) traces(from journey.TraceSource) memoTraces { return memoTraces{from, r} }

// Get implements TraceSource.
func (t memoTraces) Get(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	return t.memo.tracesBy(ctx, foundTraces, t.memo.whole, t.TraceSource.Get)
}

// Summaries implements TraceSource.
func (t memoTraces) Summaries(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	return t.memo.tracesBy(ctx, foundTraces, t.memo.summaries, t.TraceSource.Summaries)
}

type fetchTraces func(context.Context, []journey.FoundTrace) ([]journey.Trace, journey.SourceStats)

func (r *memo) tracesBy(ctx context.Context, foundTraces []journey.FoundTrace, kept map[journey.FoundTrace]journey.Trace, fetch fetchTraces) ([]journey.Trace, journey.SourceStats) {
	traces := make([]journey.Trace, len(foundTraces))
	var at []int
	var asked []journey.FoundTrace
	r.mu.Lock()
	for i, s := range foundTraces {
		t, ok := kept[s]
		if traces[i] = t; !ok {
			at, asked = append(at, i), append(asked, s)
		}
	}
	r.mu.Unlock()
	if len(asked) == 0 {
		return traces, journey.SourceStats{}
	}
	got, stats := fetch(ctx, asked)
	r.mu.Lock()
	defer r.mu.Unlock()
	for n, i := range at {
		traces[i] = got[n]
		if got[n].Err == nil && len(got[n].Spans) > 0 {
			kept[asked[n]] = got[n]
		}
	}
	return traces, stats
}

// forget has what is known of some requests fetched again.
func (r *memo) forget(those func(journey.TraceID) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.DeleteFunc(r.lines, func(s journey.FoundTrace, _ []journey.Line) bool { return those(s.TraceID) })
	if those(journey.TraceID{}) {
		clear(r.byRequestID)
	}
	maps.DeleteFunc(r.whole, func(s journey.FoundTrace, _ journey.Trace) bool { return those(s.TraceID) })
	maps.DeleteFunc(r.summaries, func(s journey.FoundTrace, _ journey.Trace) bool { return those(s.TraceID) })
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
		again := found
		again.Stats = journey.SourceStats{}
		t.memo.mu.Lock()
		t.memo.byRequestID[key] = again
		t.memo.mu.Unlock()
	}
	return found, err
}
