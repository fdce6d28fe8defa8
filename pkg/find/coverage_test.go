package find

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/findings"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// minutes returns journeys that start one minute apart, back from the 10th minute.
func minutes(count int) []*journey.Journey {
	var js []*journey.Journey
	for i := range count {
		js = append(js, measured(10-i, "shop", 10, journey.VerdictComplete, journey.FindingRetry))
	}
	return js
}

func TestCoverage(t *testing.T) {
	for name, tc := range map[string]struct {
		metric journey.Metric
		res    journey.Result
		want   string // the notice's text; "" for none
	}{
		"all": {journey.MetricCount, journey.Result{Journeys: minutes(3), Matched: 3}, ""},
		"a limit of the query": {journey.MetricErrorShare, journey.Result{Journeys: minutes(3), Matched: 9, Query: journey.Query{Limit: 3}},
			"Covers the newest 3 of 9 matching requests, since 2026-03-11 09:08:00 UTC. Raise the limit, or narrow the query or the time range, to cover all."},
		"the highest limit": {journey.MetricP95, journey.Result{Journeys: minutes(3), Matched: 9, Query: journey.Query{Limit: 500}},
			"Covers the newest 3 of 9 matching requests, since 2026-03-11 09:08:00 UTC. Narrow the query or the time range to cover all."},
		"Tempo stopped": {journey.MetricCount, journey.Result{Journeys: minutes(3), Matched: 3, Query: journey.Query{Limit: 500}, Tempo: journey.SourceReport{Cut: "journeys"}},
			"Covers the newest 3 matching requests, since 2026-03-11 09:08:00 UTC; more may match. Narrow the query or the time range to cover all."},
		"Tempo stopped later": {journey.MetricCount, journey.Result{Journeys: minutes(3), Matched: 1800, Query: journey.Query{Limit: 500}, Tempo: journey.SourceReport{Cut: "journeys"}},
			"Covers the newest 3 of at least 1800 matching requests, since 2026-03-11 09:08:00 UTC. Narrow the query or the time range to cover all."},
		"more lines match than were read": {journey.MetricCount, journey.Result{Journeys: minutes(3), Matched: 3, MoreLines: true, Query: journey.Query{Limit: 500}},
			"Covers the newest 3 matching requests, since 2026-03-11 09:08:00 UTC; more may match. Narrow the query or the time range to cover all."},
		"lines of the older requests are left out": {journey.MetricFindings, journey.Result{Journeys: minutes(3), Matched: 3, LinesSince: nine.Add(9 * time.Minute), Query: journey.Query{Limit: 500}},
			"Covers the newest 2 of 3 matching requests, since 2026-03-11 09:09:00 UTC. Narrow the query or the time range to cover all."},
		"lines that the metric does not read": {journey.MetricErrorShare, journey.Result{Journeys: minutes(3), Matched: 3, LinesSince: nine.Add(9 * time.Minute), Query: journey.Query{Limit: 500}}, ""},
		"the newest has more lines than are read": {journey.MetricCount, journey.Result{Journeys: minutes(3), Matched: 3, LinesSince: nine.Add(time.Hour), Query: journey.Query{Limit: 500}},
			"Covers the newest 1 of 3 matching requests, since 2026-03-11 09:10:00 UTC. Narrow the query or the time range to cover all."},
		"some of the newest could not be fetched": {journey.MetricP95, journey.Result{Journeys: minutes(3), Matched: 9, Query: journey.Query{Limit: 500}, SpansErr: errors.New("no answer")},
			"Covers 3 of 9 matching requests, since 2026-03-11 09:08:00 UTC. Narrow the query or the time range to cover all."},
		"nothing": {journey.MetricCount, journey.Result{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			tc.res.Limits = journey.DefaultLimits()
			got := ""
			if c := Measure(&tc.res, journey.MetricQuery{Metric: tc.metric}).Coverage; c.IsPart() {
				got = c.Notice().Text
			}
			if got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

// TestBucketsWithMissingLinesAreUnknown: the findings of requests whose lines were
// not fetched are unknown.
func TestBucketsWithMissingLinesAreUnknown(t *testing.T) {
	res := &journey.Result{
		Query:    journey.Query{Range: journey.TimeRange{From: nine, To: nine.Add(15 * time.Minute)}, Limit: 500},
		Journeys: minutes(9), Matched: 9, LinesSince: nine.Add(6 * time.Minute),
	}
	for _, tc := range []struct {
		metric journey.Metric
		want   string
	}{
		{journey.MetricFindings, "code=retry : - - 1\n"},
		{journey.MetricErrorShare, ": 0 0 0\n"},
	} {
		if series := Measure(res, journey.MetricQuery{Metric: tc.metric, Step: 5 * time.Minute}).Series; written(series) != tc.want {
			t.Errorf("%s is %s, want %s", tc.metric, written(series), tc.want)
		}
	}
	if series := Measure(res, journey.MetricQuery{Metric: journey.MetricFindings}).Series; written(series) != "code=retry : 5\n" {
		t.Errorf("as one number: %s", written(series))
	}
}

func TestASharedLimitIsNoVerdict(t *testing.T) {
	j := measured(1, "shop", 10, "")
	cut := journey.Raw{LinesCut: nine.Add(time.Hour)}
	if got := findings.VerdictOf(j, cut); got != journey.VerdictTruncated {
		t.Errorf("of a request whose own lines are too many: %s, want truncated", got)
	}
	cut.Shared = true
	if got := findings.VerdictOf(j, cut); got != journey.VerdictComplete {
		t.Errorf("of one among many: %s, want complete", got)
	}
}

// many is a TraceSource with more traces, a second apart, than a metric counts.
type many struct {
	journey.TraceSource
	has, allows int
	asked       []int // limits
}

func (m *many) Search(_ context.Context, _ string, _ journey.TimeRange, limit int) (journey.TraceResult, error) {
	m.asked = append(m.asked, limit)
	if limit > m.allows {
		return journey.TraceResult{Stats: journey.SourceStats{Requests: 1}}, journey.NewSourceError("Tempo", journey.ErrTooMuch, 400, nil, "limit %d exceeds max limit %d", limit, m.allows)
	}
	res := journey.TraceResult{Cut: m.has >= limit, Stats: journey.SourceStats{Requests: 1}}
	for i := range min(m.has, limit) {
		at := nine.Add(-time.Duration(i) * time.Second)
		res.Found = append(res.Found, journey.FoundTrace{TraceID: journey.TraceID{1, byte(i), byte(i >> 8)}, Range: journey.TimeRange{From: at, To: at.Add(1)}})
	}
	return res, nil
}

func (m *many) Summaries(_ context.Context, foundTraces []journey.FoundTrace) (traces []journey.Trace, _ journey.SourceStats) {
	for _, s := range foundTraces {
		at := s.Range.From.Add(journey.DefaultSlack) // as the search found it
		traces = append(traces, journey.Trace{TraceID: s.TraceID, Spans: []journey.Span{{TraceID: s.TraceID, SpanID: journey.SpanID{1}, ServiceName: "shop", Start: at, Duration: 1}}})
	}
	return traces, journey.SourceStats{Requests: 1}
}

// TestACountFindsMoreThanItFetches: finding requests is cheap, so a metric knows how
// many requests match beyond those that it fetches.
func TestACountFindsMoreThanItFetches(t *testing.T) {
	list := journey.Query{Type: journey.QuerySearch, TraceQL: "{ }", Limit: 3, Depth: journey.DepthSummary, Range: journey.TimeRange{From: nine.Add(-time.Hour), To: nine.Add(time.Hour)}}
	number := list
	number.Counted = true
	third := nine.Add(-2 * time.Second)
	for name, tc := range map[string]struct {
		q     journey.Query
		tempo many
		asked string
		want  journey.Coverage
	}{
		"all are counted":          {number, many{has: 2, allows: 5000}, "[50]", journey.Coverage{Requests: 2, Of: 2}},
		"three of nine":            {number, many{has: 9, allows: 5000}, "[50]", journey.Coverage{Requests: 3, Of: 9, Since: third}},
		"three of fifty and more":  {number, many{has: 99, allows: 5000}, "[50]", journey.Coverage{Requests: 3, Of: 50, AtLeast: true, Since: third}},
		"the server allows fewer":  {number, many{has: 9, allows: 20}, "[50 3]", journey.Coverage{Requests: 3, AtLeast: true, Since: third}},
		"a list finds what it has": {list, many{has: 9, allows: 5000}, "[3]", journey.Coverage{Requests: 3, AtLeast: true, Since: third}},
	} {
		t.Run(name, func(t *testing.T) {
			limits := journey.DefaultLimits()
			limits.Journeys = 5
			f := Finder{Traces: &tc.tempo, Extract: func(*journey.Line) journey.TraceContext { return journey.TraceContext{} }, Limits: limits, Slack: journey.DefaultSlack,
				Now: func() time.Time { return nine.Add(time.Hour) }}
			res, err := f.Find(t.Context(), tc.q)
			if err != nil {
				t.Fatal(err)
			}
			got := Measure(res, journey.MetricQuery{Metric: journey.MetricCount}).Coverage
			got.Advice = ""
			if got != tc.want || fmt.Sprint(tc.tempo.asked) != tc.asked {
				t.Errorf("got %+v, asked for %v; want %+v, %s", got, tc.tempo.asked, tc.want, tc.asked)
			}
			if want := 1 + len(tc.tempo.asked); res.Tempo.Stats.Requests != want {
				t.Errorf("%d requests to Tempo are reported, want %d", res.Tempo.Stats.Requests, want)
			}
			for _, n := range res.Notices {
				if tc.q.Counted && strings.Contains(n.Text, "are shown") {
					t.Errorf("a number shows no requests: %s", n.Text)
				}
			}
		})
	}
}
