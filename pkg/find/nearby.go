package find

import (
	"cmp"
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
	j.Nearby = []*journey.PlacedLine{}
	writers, during, others := join.NearbyWriters(j, f.Identity)
	if writers.IsZero() {
		return
	}
	found := f.searchNearby(ctx, writers, during, others)
	res.Loki.Stats, res.Tempo.Stats = res.Loki.Stats.Add(found.lines.Stats), res.Tempo.Stats.Add(found.spans.Stats)
	near := journey.Near{Lines: f.withoutIDs(j, found.lines.Lines), Others: otherTraces(j, found.spans.Traces), Whole: found.isWhole()}
	if found.lines.Cut {
		near.Since = found.lines.Since
	}
	join.AddNearby(j, near, f.Identity)
	all := len(j.Nearby)
	j.Nearby = likeliest(j.Nearby, f.Limits.Nearby)
	res.withCode(journey.NoticeNearby, func() { res.explainNearby(found, all) })
}

// nearbySearch is what both searches for nearby lines found.
type nearbySearch struct {
	lines              journey.LogResult
	spans              journey.SpansResult
	linesErr, spansErr error
	settled            bool // no spans of other requests can still arrive
}

func (s *nearbySearch) isWhole() bool { return s.spansErr == nil && !s.spans.Cut && s.settled }

func (f *Finder) searchNearby(ctx context.Context, writers journey.Writers, during, others journey.TimeRange) (s nearbySearch) {
	s.settled = f.now().Sub(others.To) >= findings.SettleTime
	err := journey.InParallel(
		func() error {
			s.lines, s.linesErr = f.Logs.LinesBy(ctx, writers, during, f.Limits.Lines)
			return nil
		},
		func() error {
			s.spans, s.spansErr = f.Traces.SpansBy(ctx, writers, others, f.Limits.Journeys)
			return nil
		},
	)
	s.spansErr = cmp.Or(s.spansErr, err)
	return s
}

// likeliest returns at most limit lines, in time order: those on a span first, then those
// that the fewest requests may have written.
func likeliest(lines []*journey.PlacedLine, limit int) []*journey.PlacedLine {
	if len(lines) <= limit {
		return lines
	}
	slices.SortStableFunc(lines, func(a, b *journey.PlacedLine) int { return cmp.Compare(a.UnderWay, b.UnderWay) })
	lines = lines[:limit]
	slices.SortStableFunc(lines, func(a, b *journey.PlacedLine) int { return a.Time.Compare(b.Time) })
	return lines
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
// only possible. all is how many lines there are.
func (r *search) explainNearby(found nearbySearch, all int) {
	if found.linesErr != nil {
		r.notice(journey.SeverityWarning, "The search for nearby lines failed: %s", found.linesErr)
		return
	}
	const allPossible = "so nearby lines are only possible."
	switch {
	case found.spansErr != nil:
		r.notice(journey.SeverityWarning, "The search for other requests in the same pods failed, "+allPossible+" Tempo's answer: %s", found.spansErr)
	case found.spans.Cut:
		r.notice(journey.SeverityInfo, "More than %d requests were in the same pods, "+allPossible, r.Limits.Journeys)
	case !found.settled:
		r.notice(journey.SeverityInfo, "Spans of other requests may still be arriving, "+allPossible+" Ask again in a minute.")
	}
	if found.lines.Cut {
		r.notice(journey.SeverityInfo, "The pods wrote more than %d lines at that time, so the oldest nearby lines are missing.", r.Limits.Lines)
	}
	if all > r.Limits.Nearby {
		r.notice(journey.SeverityInfo, "There are %d nearby lines, and the %d likeliest are shown. Raise limits.nearby in the data source's settings to see others.", all, r.Limits.Nearby)
	}
}
