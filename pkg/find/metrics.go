package find

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/graph"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Measure computes a metric over the covered journeys, in buckets of time by their
// start. Buckets before the oldest covered journey are unknown.
func Measure(r *journey.Result, q journey.MetricQuery) journey.Measurement {
	js, coverage := covered(r, q)
	m := journey.Measurement{MetricQuery: q, Starts: bucketStarts(r.Query.Range, q.Step), Coverage: coverage}
	for _, group := range grouped(js, q.ByService) {
		m.Series = append(m.Series, measures[q.Metric](group, m.Starts)...)
	}
	if coverage.IsPart() && q.Step > 0 {
		forget(m.Series, bucketOf(m.Starts, coverage.Since))
	}
	if q.Step > 0 {
		forgetUnsearched(r, m)
	}
	slices.SortFunc(m.Series, func(a, b journey.Series) int {
		return slices.CompareFunc(a.Labels, b.Labels, func(x, y journey.Label) int { return cmp.Compare(x.Value, y.Value) })
	})
	return m
}

// forget sets all buckets up to and including one to NaN; that one may be counted
// only in part. It never clears the last bucket.
func forget(series []journey.Series, until int) {
	for _, s := range series {
		for i := range min(until+1, len(s.Values)-1) {
			s.Values[i] = math.NaN()
		}
	}
}

// bucketStarts returns multiples of the step, so that a later query uses the same
// buckets.
func bucketStarts(in journey.TimeRange, step time.Duration) []time.Time {
	if step <= 0 {
		return []time.Time{in.From}
	}
	var starts []time.Time
	for at := in.From.Truncate(step); at.Before(in.To); at = at.Add(step) {
		starts = append(starts, at)
	}
	return starts
}

// bucketOf returns the last bucket that starts at or before t. A request that
// started before the time range counts in the first bucket.
func bucketOf(starts []time.Time, t time.Time) int {
	i, exact := slices.BinarySearchFunc(starts, t, time.Time.Compare)
	if exact {
		return i
	}
	return max(0, i-1)
}

// group is journeys with common labels.
type group struct {
	labels   journey.Labels
	journeys []*journey.Journey
}

// grouped splits journeys by the service that received the request.
func grouped(js []*journey.Journey, byService bool) []group {
	if !byService {
		return []group{{journeys: js}}
	}
	byName := make(map[string][]*journey.Journey)
	for _, j := range js {
		byName[entry(j)] = append(byName[entry(j)], j)
	}
	groups := make([]group, 0, len(byName))
	for name, own := range byName {
		groups = append(groups, group{journey.Labels{{Name: "service", Value: name}}, own})
	}
	return groups
}

// entry returns the service that received the request; without spans, the service
// of the first line.
func entry(j *journey.Journey) string {
	if root := j.Root(); root != nil {
		return root.Node
	}
	if len(j.Lines) > 0 {
		return j.Lines[0].Node
	}
	return ""
}

// measures compute the series of one group.
var measures = map[journey.Metric]func(group, []time.Time) []journey.Series{
	journey.MetricCount:      countByVerdict,
	journey.MetricErrorShare: errorShare,
	journey.MetricP95:        p95,
	journey.MetricFindings:   findingsByCode,
}

func countByVerdict(g group, starts []time.Time) []journey.Series {
	counts := newCounts(g, starts, "verdict")
	for _, j := range g.journeys {
		counts.add(string(j.Verdict), j.Start)
	}
	return counts.series()
}

func findingsByCode(g group, starts []time.Time) []journey.Series {
	counts := newCounts(g, starts, "code")
	for _, j := range g.journeys {
		for _, f := range j.Findings {
			counts.add(string(f.Code), j.Start)
		}
	}
	return counts.series()
}

func errorShare(g group, starts []time.Time) []journey.Series {
	return reduced(g, starts, func(js []*journey.Journey) float64 {
		count := 0
		for _, j := range js {
			if failed(j) {
				count++
			}
		}
		return float64(count) / float64(len(js))
	})
}

// p95 skips requests without spans: the time between their first and last line is
// not their duration.
func p95(g group, starts []time.Time) []journey.Series {
	g.journeys = slices.DeleteFunc(slices.Clone(g.journeys), func(j *journey.Journey) bool { return len(j.Spans) == 0 })
	return reduced(g, starts, func(js []*journey.Journey) float64 {
		durations := make([]time.Duration, len(js))
		for i, j := range js {
			durations[i] = j.Duration()
		}
		slices.Sort(durations)
		return float64(graph.Percentile(durations, 0.95)) / float64(time.Millisecond)
	})
}

// failed reports whether the request failed: a span without a parent has an error
// or, without spans, a line does.
func failed(j *journey.Journey) bool {
	if len(j.Spans) == 0 {
		return slices.ContainsFunc(j.Lines, func(l *journey.PlacedLine) bool { return l.Level == journey.LevelError })
	}
	return slices.ContainsFunc(j.Spans, func(s *journey.Span) bool { return s.Parent == nil && s.Status == journey.StatusError })
}

// reduced computes one series: the value of each bucket's journeys, NaN for an
// empty bucket.
func reduced(g group, starts []time.Time, value func([]*journey.Journey) float64) []journey.Series {
	if len(g.journeys) == 0 {
		return nil
	}
	buckets := make([][]*journey.Journey, len(starts))
	for _, j := range g.journeys {
		at := bucketOf(starts, j.Start)
		buckets[at] = append(buckets[at], j)
	}
	values := make([]float64, len(starts))
	for i, js := range buckets {
		values[i] = math.NaN()
		if len(js) > 0 {
			values[i] = value(js)
		}
	}
	return []journey.Series{{Labels: g.labels, Values: values}}
}

// counts are series by the value of one label; empty buckets are 0.
type counts struct {
	group  group
	starts []time.Time
	label  string
	values map[string][]float64
}

func newCounts(g group, starts []time.Time, label string) counts {
	return counts{group: g, starts: starts, label: label, values: make(map[string][]float64)}
}

func (c counts) add(value string, at time.Time) {
	if c.values[value] == nil {
		c.values[value] = make([]float64, len(c.starts))
	}
	c.values[value][bucketOf(c.starts, at)]++
}

func (c counts) series() []journey.Series {
	series := make([]journey.Series, 0, len(c.values))
	for value, values := range c.values {
		labels := append(slices.Clone(c.group.labels), journey.Label{Name: c.label, Value: value})
		series = append(series, journey.Series{Labels: labels, Values: values})
	}
	return series
}
