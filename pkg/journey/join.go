package journey

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// Raw is what the sources hold of one request, not yet joined.
type Raw struct {
	Depth    Depth
	Trace    Trace
	Lines    []Line
	Contexts []TraceContext // of Lines, in the same order
	LinesErr error          // why Lines may lack some
	LinesCut time.Time      // lines older than this are left out; zero when all are there
	Shared   bool           // other requests' lines counted against the limit that left them out
}

// gather puts every line to the trace whose ID it carries: one Raw for each
// sighting, in the same order. Lines of other traces are left out; the log
// source may return some, since it looks for the text of the IDs.
func gather(sightings []Sighting, traces []Trace, lines []Line, extract Extractor) []Raw {
	raws := make([]Raw, len(sightings))
	index := make(map[TraceID]int, len(sightings))
	for i, s := range sightings {
		raws[i].Trace = traces[i]
		index[s.TraceID] = i
	}
	for i := range lines {
		tc := extract(&lines[i])
		at, ours := index[tc.TraceID]
		if !ours {
			continue
		}
		raws[at].Lines = append(raws[at].Lines, lines[i])
		raws[at].Contexts = append(raws[at].Contexts, tc)
	}
	return raws
}

// joinAll makes a journey of each request that was fetched. A request of which
// nothing could be fetched is left out.
func (f *Finder) joinAll(ctx context.Context, sightings []Sighting, traces []Trace, lines []Line, shared bool, res *Result) error {
	defer f.stage(ctx, "join")()
	for i, raw := range gather(sightings, traces, lines, f.Extract) {
		if err := ctx.Err(); err != nil {
			return err
		}
		raw.Depth, raw.LinesErr, raw.LinesCut = res.Query.Depth(), res.linesErr, res.linesCut
		raw.Shared = shared
		j := f.Join(raw)
		if traces[i].Err == nil || len(j.Spans)+len(j.Lines) > 0 {
			res.Journeys = append(res.Journeys, j)
			f.keep(j, raw)
		}
	}
	return nil
}

// Join makes the journey of one request out of its spans and lines.
func (f *Finder) Join(raw Raw) *Journey {
	tidy := normalize(raw.Trace.Spans)
	j := &Journey{TraceID: raw.Trace.TraceID, Depth: raw.Depth, Spans: tidy.spans}
	names := nameNodes(j.Spans, f.Identity)
	j.Lines = f.Identity.place(j.Spans, raw, tidy.adjustments, names)
	j.Start, j.End = extent(j)
	CriticalPath(j)
	j.calls = callsOf(j)
	j.Findings = findingsOf(scene{Journey: j, Raw: raw, adjustments: tidy.adjustments, now: f.now()})
	j.Verdict = verdictOf(j, raw)
	j.Graph = GraphOf([]*Journey{j})
	return j
}

// extent encloses the spans, or the lines where there are no spans.
func extent(j *Journey) (start, end time.Time) {
	var r TimeRange
	for _, s := range j.Spans {
		r = r.Union(TimeRange{From: s.Start, To: s.End()})
	}
	if r.IsZero() && len(j.Lines) > 0 {
		r = TimeRange{From: j.Lines[0].Time, To: j.Lines[len(j.Lines)-1].Time}
	}
	return r.From, r.To
}

// withHits adds the lines that a search has found but that a look for the IDs
// did not: an ID may be written in a form that only the rules know.
func withHits(lines, hits []Line) []Line {
	if len(hits) == 0 {
		return lines
	}
	known := newKnownLines(len(lines))
	for i := range lines {
		known.add(lines[i].Time, lines[i].Labels)
	}
	for i := range hits {
		if !known.has(&hits[i]) {
			lines = append(lines, hits[i])
		}
	}
	return lines
}

func byTime(lines []*PlacedLine) {
	slices.SortStableFunc(lines, func(a, b *PlacedLine) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Body, b.Body))
	})
}
