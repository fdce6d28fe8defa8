package journey

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestUnsearchedTimeIsNotZero: of time that no source searched nothing is known.
func TestUnsearchedTimeIsNotZero(t *testing.T) {
	journeys := []*Journey{measured(12, "shop", 30, VerdictComplete), measured(7, "shop", 30, VerdictComplete)}
	in := TimeRange{From: nine, To: nine.Add(20 * time.Minute)}
	for name, tc := range map[string]struct {
		searched TimeRange
		step     time.Duration
		want     string
	}{
		"all":                      {TimeRange{}, 5 * time.Minute, "0 1 1 0"},
		"without the newest":       {TimeRange{in.From, nine.Add(14 * time.Minute)}, 5 * time.Minute, "0 1 1 -"},
		"without part of a bucket": {TimeRange{in.From, nine.Add(16 * time.Minute)}, 5 * time.Minute, "0 1 1 0"},
		"without the oldest":       {TimeRange{nine.Add(6 * time.Minute), in.To}, 5 * time.Minute, "- - 1 0"},
		"nothing":                  {TimeRange{in.From, in.From}, 5 * time.Minute, "- - - -"},
		"one number stands":        {TimeRange{in.From, nine.Add(14 * time.Minute)}, 0, "2"},
	} {
		t.Run(name, func(t *testing.T) {
			for side, res := range map[string]*Result{
				"traces": {Tempo: SourceReport{Searched: tc.searched}},
				"logs":   {Loki: SourceReport{Searched: tc.searched}},
			} {
				res.Query, res.Journeys, res.Matched = Query{Range: in}, journeys, len(journeys)
				series := Measure(res, MetricQuery{Metric: MetricCount, Step: tc.step}).Series
				if got, want := written(series), "verdict=complete : "+tc.want+"\n"; got != want {
					t.Errorf("%s: got %q, want %q", side, got, want)
				}
			}
		})
	}
}

// TestWhatWasNotSearchedIsSaid compares all notices of an answer.
func TestWhatWasNotSearchedIsSaid(t *testing.T) {
	in := TimeRange{From: nine, To: nine.Add(time.Hour)}
	part := Notice{SeverityWarning, "Tempo allows searches of at most 1 hour: only a part was searched."}
	lookback := Notice{SeverityWarning, "Loki does not search further back than 2 hours (max_query_lookback): only a part was searched."}
	const (
		late  = "Tempo does not search the newest 30 seconds: requests since 09:59:30 UTC are not included yet. One of them can be opened by its trace ID."
		empty = "No request in this time range matches the query."
		both  = "No request in this time range matches both the LogQL and the TraceQL query."
	)
	untilLate := TimeRange{in.From, in.To.Add(-30 * time.Second)}
	for name, tc := range map[string]struct {
		res  search
		want []string
	}{
		"all":                  {search{}, []string{empty}},
		"late":                 {search{searchedTraces: coverage{in: untilLate, late: 30 * time.Second}}, []string{late, empty}},
		"nothing yet":          {search{searchedTraces: coverage{in: TimeRange{in.From, in.From}, late: 30 * time.Second}}, []string{strings.Replace(late, "09:59:30", "09:00:00", 1)}},
		"a part":               {search{searchedTraces: coverage{in: untilLate, notices: []Notice{part}}}, []string{part.Text, empty}},
		"a lookback":           {search{searchedLogs: coverage{in: untilLate, notices: []Notice{lookback}}, searchedLines: []Notice{lookback, lookback}}, []string{lookback.Text, empty}},
		"nothing in the past":  {search{searchedLogs: coverage{in: TimeRange{in.To, in.To}, notices: []Notice{lookback}}}, []string{lookback.Text}},
		"few results, for one": {search{Result: Result{Tempo: SourceReport{Cut: "journeys"}}, searchedTraces: coverage{most: 20}}, []string{"The newest 0 matching requests are shown, and there may be more, since Tempo returns no more than 20 (max_result_limit). Narrow the time range to see others.", empty}},
		"few results, for both": {search{Result: Result{Query: Query{LogQL: "{}", TraceQL: "{}"}, Tempo: SourceReport{Cut: "journeys"}, Limits: DefaultLimits()}, searchedTraces: coverage{most: 20}},
			[]string{"More than 20 traces match the TraceQL query; only the newest were compared with the log lines, so narrow the time range or the query.", both}},
	} {
		t.Run(name, func(t *testing.T) {
			res := tc.res
			res.Query.Type, res.Query.Range = QuerySearch, in
			res.explain()
			var got []string
			for _, n := range res.Notices {
				got = append(got, n.Text)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
