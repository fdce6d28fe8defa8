package journey

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// minutes are journeys that begin one a minute, from the 10th minute backwards.
func minutes(count int) []*Journey {
	var js []*Journey
	for i := range count {
		js = append(js, measured(10-i, "shop", 10, VerdictComplete, FindingRetry))
	}
	return js
}

func TestCoverage(t *testing.T) {
	for name, tc := range map[string]struct {
		metric Metric
		res    Result
		want   string // the notice's text; "" for none
	}{
		"all": {MetricCount, Result{Journeys: minutes(3), Matched: 3}, ""},
		"a limit of the query": {MetricErrorShare, Result{Journeys: minutes(3), Matched: 9, Query: Query{Limit: 3}},
			"Covers the newest 3 of 9 matching requests, since 2026-03-11 09:08:00 UTC. Raise the limit, or narrow the query or the time range, to cover all."},
		"the highest limit": {MetricP95, Result{Journeys: minutes(3), Matched: 9, Query: Query{Limit: 500}},
			"Covers the newest 3 of 9 matching requests, since 2026-03-11 09:08:00 UTC. Narrow the query or the time range to cover all."},
		"Tempo stopped": {MetricCount, Result{Journeys: minutes(3), Matched: 3, Query: Query{Limit: 500}, Tempo: SourceReport{Cut: "journeys"}},
			"Covers the newest 3 matching requests, since 2026-03-11 09:08:00 UTC; more may match. Narrow the query or the time range to cover all."},
		"Tempo stopped later": {MetricCount, Result{Journeys: minutes(3), Matched: 1800, Query: Query{Limit: 500}, Tempo: SourceReport{Cut: "journeys"}},
			"Covers the newest 3 of at least 1800 matching requests, since 2026-03-11 09:08:00 UTC. Narrow the query or the time range to cover all."},
		"more lines match than were read": {MetricCount, Result{Journeys: minutes(3), Matched: 3, MoreLines: true, Query: Query{Limit: 500}},
			"Covers the newest 3 matching requests, since 2026-03-11 09:08:00 UTC; more may match. Narrow the query or the time range to cover all."},
		"lines of the older requests are left out": {MetricFindings, Result{Journeys: minutes(3), Matched: 3, LinesSince: nine.Add(9 * time.Minute), Query: Query{Limit: 500}},
			"Covers the newest 2 of 3 matching requests, since 2026-03-11 09:09:00 UTC. Narrow the query or the time range to cover all."},
		"lines that the metric does not read": {MetricErrorShare, Result{Journeys: minutes(3), Matched: 3, LinesSince: nine.Add(9 * time.Minute), Query: Query{Limit: 500}}, ""},
		"the newest has more lines than are read": {MetricCount, Result{Journeys: minutes(3), Matched: 3, LinesSince: nine.Add(time.Hour), Query: Query{Limit: 500}},
			"Covers the newest 1 of 3 matching requests, since 2026-03-11 09:10:00 UTC. Narrow the query or the time range to cover all."},
		"some of the newest could not be fetched": {MetricP95, Result{Journeys: minutes(3), Matched: 9, Query: Query{Limit: 500}, SpansErr: errors.New("no answer")},
			"Covers 3 of 9 matching requests, since 2026-03-11 09:08:00 UTC. Narrow the query or the time range to cover all."},
		"nothing": {MetricCount, Result{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			tc.res.Limits = DefaultLimits()
			got := ""
			if c := Measure(&tc.res, MetricQuery{Metric: tc.metric}).Coverage; c.IsPart() {
				got = c.Notice().Text
			}
			if got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

// TestNothingIsDrawnWhereLinesAreLeftOut: requests whose lines were not fetched
// have findings that nobody knows.
func TestNothingIsDrawnWhereLinesAreLeftOut(t *testing.T) {
	res := &Result{
		Query:    Query{Range: TimeRange{From: nine, To: nine.Add(15 * time.Minute)}, Limit: 500},
		Journeys: minutes(9), Matched: 9, LinesSince: nine.Add(6 * time.Minute),
	}
	for _, tc := range []struct {
		metric Metric
		want   string
	}{
		{MetricFindings, "code=retry : - - 1\n"},
		{MetricErrorShare, ": 0 0 0\n"},
	} {
		if series := Measure(res, MetricQuery{Metric: tc.metric, Step: 5 * time.Minute}).Series; written(series) != tc.want {
			t.Errorf("%s is %s, want %s", tc.metric, written(series), tc.want)
		}
	}
	if series := Measure(res, MetricQuery{Metric: MetricFindings}).Series; written(series) != "code=retry : 5\n" {
		t.Errorf("as one number: %s", written(series))
	}
}

func TestALimitThatManyReachIsNoVerdictOfEach(t *testing.T) {
	j := measured(1, "shop", 10, "")
	cut := Raw{LinesCut: nine.Add(time.Hour)}
	if got := verdictOf(j, cut); got != VerdictTruncated {
		t.Errorf("of a request whose own lines are too many: %s, want truncated", got)
	}
	cut.Shared = true
	if got := verdictOf(j, cut); got != VerdictComplete {
		t.Errorf("of one among many: %s, want complete", got)
	}
}

// many is a TraceSource with more traces, a second apart, than a number is about.
type many struct {
	TraceSource
	has, allows int
	asked       []int // limits
}

func (m *many) Search(_ context.Context, _ string, _ TimeRange, limit int) (TraceResult, error) {
	m.asked = append(m.asked, limit)
	if limit > m.allows {
		return TraceResult{Stats: SourceStats{Requests: 1}}, NewSourceError("Tempo", ErrTooMuch, 400, nil, "limit %d exceeds max limit %d", limit, m.allows)
	}
	res := TraceResult{Cut: m.has >= limit, Stats: SourceStats{Requests: 1}}
	for i := range min(m.has, limit) {
		at := nine.Add(-time.Duration(i) * time.Second)
		res.Sightings = append(res.Sightings, Sighting{TraceID: TraceID{1, byte(i), byte(i >> 8)}, Seen: TimeRange{From: at, To: at.Add(1)}})
	}
	return res, nil
}

func (m *many) Skeletons(_ context.Context, sightings []Sighting) (traces []Trace, _ SourceStats) {
	for _, s := range sightings {
		at := s.Seen.From.Add(DefaultSlack) // as the search saw it
		traces = append(traces, Trace{TraceID: s.TraceID, Spans: []Span{{TraceID: s.TraceID, SpanID: SpanID{1}, ServiceName: "shop", Start: at, Duration: 1}}})
	}
	return traces, SourceStats{Requests: 1}
}

// TestANumberKnowsOfHowManyItIs: finding requests costs little, so a search finds
// more of them than are fetched when they are counted.
func TestANumberKnowsOfHowManyItIs(t *testing.T) {
	list := Query{Type: QuerySearch, TraceQL: "{ }", Limit: 3, Depth: Listed, Range: TimeRange{From: nine.Add(-time.Hour), To: nine.Add(time.Hour)}}
	number := list
	number.Counted = true
	third := nine.Add(-2 * time.Second)
	for name, tc := range map[string]struct {
		q     Query
		tempo many
		asked string
		want  Coverage
	}{
		"all are counted":          {number, many{has: 2, allows: 5000}, "[50]", Coverage{Requests: 2, Of: 2}},
		"three of nine":            {number, many{has: 9, allows: 5000}, "[50]", Coverage{Requests: 3, Of: 9, Since: third}},
		"three of fifty and more":  {number, many{has: 99, allows: 5000}, "[50]", Coverage{Requests: 3, Of: 50, AtLeast: true, Since: third}},
		"the server allows fewer":  {number, many{has: 9, allows: 20}, "[50 3]", Coverage{Requests: 3, AtLeast: true, Since: third}},
		"a list finds what it has": {list, many{has: 9, allows: 5000}, "[3]", Coverage{Requests: 3, AtLeast: true, Since: third}},
	} {
		t.Run(name, func(t *testing.T) {
			limits := DefaultLimits()
			limits.Journeys = 5
			f := Finder{Traces: &tc.tempo, Extract: func(*Line) TraceContext { return TraceContext{} }, Limits: limits, Slack: DefaultSlack,
				Now: func() time.Time { return nine.Add(time.Hour) }}
			res, err := f.Find(t.Context(), tc.q)
			if err != nil {
				t.Fatal(err)
			}
			got := Measure(res, MetricQuery{Metric: MetricCount}).Coverage
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
