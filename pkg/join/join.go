// Package join makes a journey of one raw trace and its log lines.
package join

import (
	"time"

	"github.com/requestjourney/requestjourney/pkg/adjust"
	"github.com/requestjourney/requestjourney/pkg/findings"
	"github.com/requestjourney/requestjourney/pkg/graph"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/place"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// Join makes the journey of one request out of its spans and lines. Services are
// known by the names of id; now decides what may still be arriving.
func Join(raw journey.Raw, id semconv.Identity, now time.Time) *journey.Journey {
	adjusted := adjust.Spans(raw.Trace.Spans)
	j := &journey.Journey{TraceID: raw.Trace.TraceID, Depth: raw.Depth, Spans: adjusted.Spans, Adjustments: adjusted.Adjustments}
	names := graph.NameNodes(j.Spans, id)
	j.Lines = place.Lines(j.Spans, raw, adjusted.Adjustments, names, id)
	j.Start, j.End = extent(j)
	graph.CriticalPath(j)
	j.Calls = graph.Calls(j)
	if raw.Connections != nil {
		j.Connections = place.Connections(j, *raw.Connections, adjusted.Adjustments)
	}
	j.Findings = findings.Of(findings.Request{Journey: j, Raw: raw, Adjustments: adjusted.Adjustments, Now: now})
	j.Verdict = findings.VerdictOf(j, raw)
	j.Graph = graph.Of([]*journey.Journey{j})
	return j
}

// extent encloses the spans, or the lines where there are no spans.
func extent(j *journey.Journey) (start, end time.Time) {
	var r journey.TimeRange
	for _, s := range j.Spans {
		r = r.Union(journey.TimeRange{From: s.Start, To: s.End()})
	}
	if r.IsZero() && len(j.Lines) > 0 {
		r = journey.TimeRange{From: j.Lines[0].Time, To: j.Lines[len(j.Lines)-1].Time}
	}
	return r.From, r.To
}
