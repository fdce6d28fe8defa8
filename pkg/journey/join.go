package journey

import (
	"time"
)

// Join makes the journey of one request out of its spans and lines. Services are
// known by the names of id; now decides what may still be arriving.
func Join(raw Raw, id Identity, now time.Time) *Journey {
	tidy := normalize(raw.Trace.Spans)
	j := &Journey{TraceID: raw.Trace.TraceID, Depth: raw.Depth, Spans: tidy.spans}
	names := nameNodes(j.Spans, id)
	j.Lines = place(j.Spans, raw, tidy.adjustments, names, id)
	j.Start, j.End = extent(j)
	CriticalPath(j)
	j.calls = callsOf(j)
	j.Findings = findingsOf(scene{Journey: j, Raw: raw, adjustments: tidy.adjustments, now: now})
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
