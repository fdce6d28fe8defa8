package find

import (
	"context"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/accesslog"
	"github.com/requestjourney/requestjourney/pkg/findings"
	"github.com/requestjourney/requestjourney/pkg/join"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// addNearby finds lines without any ID near a journey, if the query wants them. It asks
// Loki for the lines of the journey's pods, and Tempo for the other requests that
// these pods served at that time, once each. Its result is only shown: neither verdict
// nor findings know of it, and what fails becomes a notice.
func (f *Finder) addNearby(ctx context.Context, res *search) {
	if !res.Query.Nearby || len(res.Journeys) != 1 {
		return
	}
	j := res.Journeys[0]
	writers, during, others := join.NearbyWriters(j, f.Identity)
	if writers.IsZero() {
		j.Nearby = []*journey.PlacedLine{}
		return
	}
	var lines journey.LogResult
	var spans journey.SpansResult
	var linesErr, spansErr error
	err := journey.InParallel(
		func() error { lines, linesErr = f.Logs.LinesBy(ctx, writers, during, f.Limits.Nearby); return nil },
		func() error {
			spans, spansErr = f.Traces.SpansBy(ctx, writers, others, f.Limits.Nearby)
			return nil
		},
	)
	res.Loki.Stats, res.Tempo.Stats = res.Loki.Stats.Add(lines.Stats), res.Tempo.Stats.Add(spans.Stats)
	near := journey.Near{Lines: f.withoutIDs(j, lines.Lines), Others: otherTraces(j, spans.Traces)}
	if lines.Cut {
		near.Since = lines.Since
	}
	settled := f.now().Sub(others.To) >= findings.SettleTime
	near.Whole = err == nil && spansErr == nil && !spans.Cut && settled
	join.AddNearby(j, near, f.Identity)
	res.explainNearby(linesErr, spansErr, lines.Cut, spans.Cut, settled)
}

// withoutIDs returns the lines that carry neither a trace ID nor a request ID, and that
// the journey does not have yet.
func (f *Finder) withoutIDs(j *journey.Journey, lines []journey.Line) []journey.Line {
	known := newKnownLines(len(j.Lines))
	for _, l := range j.Lines {
		known.add(l.Written(), l.Labels)
	}
	return slices.DeleteFunc(lines, func(l journey.Line) bool {
		context := f.Extract(&l)
		return !context.TraceID.IsZero() || !context.SpanID.IsZero() || accesslog.RequestID(&l) != "" || known.has(&l)
	})
}

func otherTraces(j *journey.Journey, traces []journey.Trace) []journey.Trace {
	return slices.DeleteFunc(traces, func(t journey.Trace) bool { return t.TraceID == j.TraceID })
}

// explainNearby says why lines are missing, and why lines that could be on a span are
// only possible.
func (r *search) explainNearby(linesErr, spansErr error, linesCut, spansCut, settled bool) {
	switch {
	case linesErr != nil:
		r.notice(journey.SeverityWarning, "The search for nearby lines failed: %s", linesErr)
		return
	case linesCut:
		r.notice(journey.SeverityInfo, "More than %d nearby lines were found, and the oldest are left out. Raise limits.nearby in the data source's settings to see more.", r.Limits.Nearby)
	}
	const allPossible = "so nearby lines are only possible."
	switch {
	case spansErr != nil:
		r.notice(journey.SeverityWarning, "The search for other requests in the same pods failed, "+allPossible+" Tempo's answer: %s", spansErr)
	case spansCut:
		r.notice(journey.SeverityInfo, "More than %d other requests were in the same pods, "+allPossible, r.Limits.Nearby)
	case !settled:
		r.notice(journey.SeverityInfo, "Spans of other requests may still be arriving, "+allPossible+" Ask again in a minute.")
	}
}
