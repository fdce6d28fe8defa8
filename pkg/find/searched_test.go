package find

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// TestUnsearchedTimeIsNotZero: buckets that no source searched are unknown.
func TestUnsearchedTimeIsNotZero(t *testing.T) {
	journeys := []*journey.Journey{measured(12, "shop", 30, journey.VerdictComplete), measured(7, "shop", 30, journey.VerdictComplete)}
	in := journey.TimeRange{From: nine, To: nine.Add(20 * time.Minute)}
	for name, tc := range map[string]struct {
		searched journey.TimeRange
		step     time.Duration
		want     string
	}{
		"all":                      {journey.TimeRange{}, 5 * time.Minute, "0 1 1 0"},
		"without the newest":       {journey.TimeRange{From: in.From, To: nine.Add(14 * time.Minute)}, 5 * time.Minute, "0 1 1 -"},
		"without part of a bucket": {journey.TimeRange{From: in.From, To: nine.Add(16 * time.Minute)}, 5 * time.Minute, "0 1 1 0"},
		"without the oldest":       {journey.TimeRange{From: nine.Add(6 * time.Minute), To: in.To}, 5 * time.Minute, "- - 1 0"},
		"nothing":                  {journey.TimeRange{From: in.From, To: in.From}, 5 * time.Minute, "- - - -"},
		"one number stands":        {journey.TimeRange{From: in.From, To: nine.Add(14 * time.Minute)}, 0, "2"},
	} {
		t.Run(name, func(t *testing.T) {
			for side, res := range map[string]*journey.Result{
				"traces": {Tempo: journey.SourceReport{Searched: tc.searched}},
				"logs":   {Loki: journey.SourceReport{Searched: tc.searched}},
			} {
				res.Query, res.Journeys, res.Matched = journey.Query{Range: in}, journeys, len(journeys)
				series := Measure(res, journey.MetricQuery{Metric: journey.MetricCount, Step: tc.step}).Series
				if got, want := written(series), "verdict=complete : "+tc.want+"\n"; got != want {
					t.Errorf("%s: got %q, want %q", side, got, want)
				}
			}
		})
	}
}

// TestNoticesAboutUnsearchedTime compares all notices of an answer.
func TestNoticesAboutUnsearchedTime(t *testing.T) {
	in := journey.TimeRange{From: nine, To: nine.Add(time.Hour)}
	part := journey.Notice{Severity: journey.SeverityWarning, Text: "Tempo allows searches of at most 1 hour: only a part was searched."}
	lookback := journey.Notice{Severity: journey.SeverityWarning, Text: "Loki does not search further back than 2 hours (max_query_lookback): only a part was searched."}
	const (
		late  = "Tempo does not search the newest 30 seconds, so requests since 09:59:30 UTC are missing. You can open them by trace ID."
		empty = "No request in this time range matches the query."
		both  = "No request in this time range matches both the LogQL and the TraceQL query."
	)
	untilLate := journey.TimeRange{From: in.From, To: in.To.Add(-30 * time.Second)}
	for name, tc := range map[string]struct {
		res  search
		want []string
	}{
		"all":                  {search{}, []string{empty}},
		"late":                 {search{searchedTraces: coverage{in: untilLate, late: 30 * time.Second}}, []string{late, empty}},
		"nothing yet":          {search{searchedTraces: coverage{in: journey.TimeRange{From: in.From, To: in.From}, late: 30 * time.Second}}, []string{strings.Replace(late, "09:59:30", "09:00:00", 1)}},
		"a part":               {search{searchedTraces: coverage{in: untilLate, notices: []journey.Notice{part}}}, []string{part.Text, empty}},
		"a lookback":           {search{searchedLogs: coverage{in: untilLate, notices: []journey.Notice{lookback}}, searchedLines: []journey.Notice{lookback, lookback}}, []string{lookback.Text, empty}},
		"nothing in the past":  {search{searchedLogs: coverage{in: journey.TimeRange{From: in.To, To: in.To}, notices: []journey.Notice{lookback}}}, []string{lookback.Text}},
		"few results, for one": {search{Result: journey.Result{Tempo: journey.SourceReport{Cut: "journeys"}}, searchedTraces: coverage{most: 20}}, []string{"The newest 0 matching requests are shown. There may be more, but Tempo returns at most 20 (max_result_limit): narrow the time range to see others.", empty}},
		"few results, for both": {search{Result: journey.Result{Query: journey.Query{LogQL: "{}", TraceQL: "{}"}, Tempo: journey.SourceReport{Cut: "journeys"}, Limits: journey.DefaultLimits()}, searchedTraces: coverage{most: 20}},
			[]string{"More than 20 traces match the TraceQL query, and only the newest were compared with the log lines. Narrow the time range or the query.", both}},
	} {
		t.Run(name, func(t *testing.T) {
			res := tc.res
			res.Query.Type, res.Query.Range = journey.QuerySearch, in
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
