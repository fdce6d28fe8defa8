package find

import (
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// covered returns the journeys that a metric counts, in order of start. If a limit
// was reached, the metric covers the time since the oldest journey. Metrics that
// read log lines skip requests whose lines were not all fetched, but never the
// newest request.
func covered(r *journey.Result, q journey.MetricQuery) ([]*journey.Journey, journey.Coverage) {
	js := slices.Clone(r.Journeys)
	slices.SortStableFunc(js, func(a, b *journey.Journey) int { return a.Start.Compare(b.Start) })
	if len(js) == 0 {
		return nil, journey.Coverage{}
	}
	c := journey.Coverage{Advice: "Narrow the query or the time range to cover all.", Gaps: r.SpansErr != nil}
	if isCut(r) {
		c.Since = js[0].Start
		if r.Query.Limit < r.Limits.Journeys {
			c.Advice = "Raise the limit, or narrow the query or the time range, to cover all."
		}
	}
	if newest := js[len(js)-1].Start; readsLines(q.Metric) && js[0].Start.Before(r.LinesSince) {
		at := slices.IndexFunc(js, func(j *journey.Journey) bool { return !j.Start.Before(r.LinesSince) || !j.Start.Before(newest) })
		js, c.Since = js[at:], js[at].Start
	}
	c.Requests = len(js)
	c.Of, c.AtLeast = matchingOf(r)
	return js, c
}

// readsLines reports whether a metric depends on log lines, not only on spans.
func readsLines(m journey.Metric) bool {
	return m == journey.MetricCount || m == journey.MetricFindings
}

// matchingOf returns how many requests match; 0 if unknown.
func matchingOf(r *journey.Result) (of int, atLeast bool) {
	isCut := r.MoreLines || r.Tempo.Cut != ""
	if r.Matched > len(r.Journeys) {
		return r.Matched, isCut
	}
	if isCut {
		return 0, true
	}
	return len(r.Journeys), false
}

// isCut reports whether more requests matched than were returned.
func isCut(r *journey.Result) bool {
	return r.Matched > len(r.Journeys) || r.Tempo.Cut != "" || r.MoreLines
}
