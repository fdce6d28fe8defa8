package journey

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

var nine = time.Date(2026, 3, 11, 9, 0, 0, 0, time.UTC)

// measured is a journey that begins at a minute and takes some ms. A minus
// before ms makes it fail; codes are its findings.
func measured(minute int, service string, ms int, verdict Verdict, codes ...FindingCode) *Journey {
	start := nine.Add(time.Duration(minute) * time.Minute)
	root := &Span{Node: service, Status: StatusUnset}
	if ms < 0 {
		ms, root.Status = -ms, StatusError
	}
	j := &Journey{Start: start, End: start.Add(time.Duration(ms) * time.Millisecond), Spans: []*Span{root}, Verdict: verdict}
	for _, code := range codes {
		j.Findings = append(j.Findings, Finding{Code: code})
	}
	return j
}

// logged is a journey without spans.
func logged(minute int, service, level string) *Journey {
	j := measured(minute, service, 9000, VerdictLogsOnly)
	j.Spans, j.Lines = nil, []*PlacedLine{{Node: service, Level: level}}
	return j
}

// written is series as text, one a line, a value for each bucket, - where not known.
func written(series []Series) string {
	var b strings.Builder
	for _, s := range series {
		for _, l := range s.Labels {
			fmt.Fprintf(&b, "%s=%s ", l.Name, l.Value)
		}
		b.WriteString(":")
		for _, v := range s.Values {
			if math.IsNaN(v) {
				b.WriteString(" -")
			} else {
				fmt.Fprintf(&b, " %g", v)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestMeasure(t *testing.T) {
	journeys := []*Journey{
		measured(14, "shop", 10, VerdictComplete, FindingRetry, FindingRetry),
		measured(12, "shop", 30, VerdictPartial, FindingSlowHop),
		measured(11, "cart", -20, VerdictComplete),
		measured(1, "shop", 50, VerdictComplete, FindingRetry),
		logged(0, "cart", LevelError),
		measured(-3, "shop", -40, VerdictComplete), // found by what came later
	}
	in := TimeRange{From: nine, To: nine.Add(15 * time.Minute)}
	for name, tc := range map[string]struct {
		q       MetricQuery
		sighted int
		want    string
	}{
		"journeys by verdict": {MetricQuery{Metric: MetricCount, Step: 5 * time.Minute}, 6, `
			verdict=complete : 2 0 2
			verdict=logs-only : 1 0 0
			verdict=partial : 0 0 1`},
		"share that failed": {MetricQuery{Metric: MetricErrorShare, Step: 10 * time.Minute}, 6, `
			: 0.6666666666666666 0.3333333333333333`},
		"share in an empty bucket": {MetricQuery{Metric: MetricErrorShare, ByService: true, Step: 5 * time.Minute}, 6, `
			service=cart : 1 - 1
			service=shop : 0.5 - 0`},
		"p95 leaves out what has no spans": {MetricQuery{Metric: MetricP95, Step: 5 * time.Minute}, 6, `
			: 50 - 30`},
		"findings by code": {MetricQuery{Metric: MetricFindings, Step: 10 * time.Minute}, 6, `
			code=retry : 1 2
			code=slow-hop : 0 1`},
		"one number each": {MetricQuery{Metric: MetricCount, ByService: true}, 6, `
			service=cart verdict=complete : 1
			service=cart verdict=logs-only : 1
			service=shop verdict=complete : 3
			service=shop verdict=partial : 1`},
		"what was cut is not known": {MetricQuery{Metric: MetricCount, Step: 5 * time.Minute}, 7, `
			verdict=complete : - 0 2
			verdict=logs-only : - 0 0
			verdict=partial : - 0 1`},
	} {
		t.Run(name, func(t *testing.T) {
			res := &Result{Query: Query{Range: in}, Journeys: journeys, Matched: tc.sighted}
			series := Measure(res, tc.q).Series
			if want := strings.TrimLeft(strings.ReplaceAll(tc.want, "\t", ""), "\n") + "\n"; written(series) != want {
				t.Errorf("got\n%swant\n%s", written(series), want)
			}
		})
	}
}

func TestBucketsAreMultiplesOfTheStep(t *testing.T) {
	in := TimeRange{From: nine.Add(7 * time.Minute), To: nine.Add(20 * time.Minute)}
	starts := bucketStarts(in, 5*time.Minute)
	want := []time.Time{nine.Add(5 * time.Minute), nine.Add(10 * time.Minute), nine.Add(15 * time.Minute)}
	if fmt.Sprint(starts) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", starts, want)
	}
}

func TestNothingMeasuresNothing(t *testing.T) {
	for _, metric := range Metrics() {
		res := &Result{Query: Query{Range: TimeRange{From: nine, To: nine.Add(time.Minute)}}}
		if series := Measure(res, MetricQuery{Metric: metric, Step: time.Second}).Series; len(series) != 0 {
			t.Errorf("%s of no journeys: %v", metric, series)
		}
	}
}
