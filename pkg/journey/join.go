package journey

import (
	"cmp"
	"slices"
	"time"
)

// Raw is what the sources hold of one request, not yet joined.
type Raw struct {
	Trace    Trace
	Lines    []Line
	Contexts []TraceContext // of Lines, in the same order
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

// Join makes the journey of one request out of its spans and lines.
func (f *Finder) Join(raw Raw) *Journey {
	tidy := normalize(raw.Trace.Spans)
	j := &Journey{TraceID: raw.Trace.TraceID, Spans: tidy.spans}
	nameNodes(j.Spans, f.Identity)
	j.Lines = f.Identity.place(j.Spans, raw, tidy.adjustments)
	j.Start, j.End = extent(j)
	CriticalPath(j)
	j.calls = callsOf(j)
	j.Findings = findingsOf(scene{Journey: j, trace: raw.Trace, adjustments: tidy.adjustments, now: f.now()})
	j.Verdict = verdictOf(j, raw.Trace)
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

// nameNodes gives every span the node of the graph it belongs to.
func nameNodes(spans []*Span, id Identity) {
	for _, s := range spans {
		s.Node = id.ofSpan(s).Name
	}
}

func byTime(lines []*PlacedLine) {
	slices.SortStableFunc(lines, func(a, b *PlacedLine) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Body, b.Body))
	})
}
