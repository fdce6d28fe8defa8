package journey

import (
	"context"
	"maps"
	"slices"
	"sync"
)

// recall remembers what was fetched of requests, by where it was looked for.
// What failed, was cut or was not there is asked for again.
type recall struct {
	extract Extractor

	mu              sync.Mutex
	lines           map[Sighting][]Line
	whole, skeleton map[Sighting]Trace
}

func newRecall(extract Extractor) *recall {
	return &recall{
		extract: extract, lines: make(map[Sighting][]Line),
		whole: make(map[Sighting]Trace), skeleton: make(map[Sighting]Trace),
	}
}

// recalledLogs asks a source for lines that are not remembered.
type recalledLogs struct {
	LogSource
	recall *recall
}

func (r *recall) logs(from LogSource) recalledLogs { return recalledLogs{from, r} }

// Lines implements LogSource.
func (l recalledLogs) Lines(ctx context.Context, wanted []Sighting, limit int) (LogResult, error) {
	known, asked := l.recall.linesOf(wanted)
	if len(asked) == 0 {
		return newestLines(LogResult{Lines: known}, limit), nil
	}
	found, err := l.LogSource.Lines(ctx, asked, limit)
	asSighted := l.recall.asSighted(asked, found.Lines)
	if err == nil && !found.Cut {
		l.recall.keepLines(asSighted)
	}
	found.Lines = known
	for _, s := range asked {
		found.Lines = append(found.Lines, asSighted[s]...)
	}
	return newestLines(found, limit), err
}

func (r *recall) linesOf(wanted []Sighting) (known []Line, unknown []Sighting) {
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

// asSighted puts each line to its request and the time that it was asked for
// in. Lines of other requests, which a source may return, are left out.
func (r *recall) asSighted(asked []Sighting, lines []Line) map[Sighting][]Line {
	byID := make(map[TraceID][]Sighting, len(asked))
	out := make(map[Sighting][]Line, len(asked))
	for _, s := range asked {
		byID[s.TraceID] = append(byID[s.TraceID], s)
		out[s] = nil
	}
	for i := range lines {
		ours := byID[r.extract(&lines[i]).TraceID]
		if len(ours) == 0 {
			continue
		}
		in := max(0, slices.IndexFunc(ours, func(s Sighting) bool { return s.Seen.holds(lines[i].Time) }))
		out[ours[in]] = append(out[ours[in]], lines[i])
	}
	return out
}

func (r *recall) keepLines(asSighted map[Sighting][]Line) {
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.Copy(r.lines, asSighted)
}

// newestLines keeps the newest lines.
func newestLines(res LogResult, limit int) LogResult {
	if len(res.Lines) <= limit {
		return res
	}
	slices.SortStableFunc(res.Lines, func(a, b Line) int { return b.Time.Compare(a.Time) })
	res.Lines, res.Cut, res.Since = res.Lines[:limit], true, res.Lines[limit-1].Time
	return res
}

// recalledTraces asks a source for traces that are not remembered.
type recalledTraces struct {
	TraceSource
	recall *recall
}

func (r *recall) traces(from TraceSource) recalledTraces { return recalledTraces{from, r} }

// Get implements TraceSource.
func (t recalledTraces) Get(ctx context.Context, sightings []Sighting) ([]Trace, SourceStats) {
	return t.recall.tracesBy(ctx, sightings, t.recall.whole, t.TraceSource.Get)
}

// Skeletons implements TraceSource.
func (t recalledTraces) Skeletons(ctx context.Context, sightings []Sighting) ([]Trace, SourceStats) {
	return t.recall.tracesBy(ctx, sightings, t.recall.skeleton, t.TraceSource.Skeletons)
}

type fetchTraces func(context.Context, []Sighting) ([]Trace, SourceStats)

func (r *recall) tracesBy(ctx context.Context, sightings []Sighting, kept map[Sighting]Trace, fetch fetchTraces) ([]Trace, SourceStats) {
	traces := make([]Trace, len(sightings))
	var at []int
	var asked []Sighting
	r.mu.Lock()
	for i, s := range sightings {
		t, ok := kept[s]
		if traces[i] = t; !ok {
			at, asked = append(at, i), append(asked, s)
		}
	}
	r.mu.Unlock()
	if len(asked) == 0 {
		return traces, SourceStats{}
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
func (r *recall) forget(those func(TraceID) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.DeleteFunc(r.lines, func(s Sighting, _ []Line) bool { return those(s.TraceID) })
	maps.DeleteFunc(r.whole, func(s Sighting, _ Trace) bool { return those(s.TraceID) })
	maps.DeleteFunc(r.skeleton, func(s Sighting, _ Trace) bool { return those(s.TraceID) })
}
