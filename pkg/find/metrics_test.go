package find

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

var nine = time.Date(2026, 3, 11, 9, 0, 0, 0, time.UTC)

// measured returns a journey that starts at a minute and takes some ms. Negative ms
// mean that it failed; codes are its findings.
func measured(minute int, service string, ms int, verdict journey.Verdict, codes ...journey.FindingCode) *journey.Journey {
	start := nine.Add(time.Duration(minute) * time.Minute)
	root := &journey.Span{Node: service, Status: journey.StatusUnset}
	if ms < 0 {
		ms, root.Status = -ms, journey.StatusError
	}
	j := &journey.Journey{Start: start, End: start.Add(time.Duration(ms) * time.Millisecond), Spans: []*journey.Span{root}, Verdict: verdict}
	for _, code := range codes {
		j.Findings = append(j.Findings, journey.Finding{Code: code})
	}
	return j
}

// logged returns a journey without spans.
func logged(minute int, service, level string) *journey.Journey {
	j := measured(minute, service, 9000, journey.VerdictLogsOnly)
	j.Spans, j.Lines = nil, []*journey.PlacedLine{{Node: service, Level: level}}
	return j
}

// written formats series, one per line, with a value for each bucket; - means unknown.
func written(series []journey.Series) string {
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
	journeys := []*journey.Journey{
		measured(14, "shop", 10, journey.VerdictComplete, journey.FindingRetry, journey.FindingRetry),
		measured(12, "shop", 30, journey.VerdictPartial, journey.FindingSlowHop),
		measured(11, "cart", -20, journey.VerdictComplete),
		measured(1, "shop", 50, journey.VerdictComplete, journey.FindingRetry),
		logged(0, "cart", journey.LevelError),
		measured(-3, "shop", -40, journey.VerdictComplete), // found by its later spans
	}
	in := journey.TimeRange{From: nine, To: nine.Add(15 * time.Minute)}
	for name, tc := range map[string]struct {
		q       journey.MetricQuery
		sighted int
		want    string
	}{
		"journeys by verdict": {journey.MetricQuery{Metric: journey.MetricCount, Step: 5 * time.Minute}, 6, `
			verdict=complete : 2 0 2
			verdict=logs-only : 1 0 0
			verdict=partial : 0 0 1`},
		"share that failed": {journey.MetricQuery{Metric: journey.MetricErrorShare, Step: 10 * time.Minute}, 6, `
			: 0.6666666666666666 0.3333333333333333`},
		"share in an empty bucket": {journey.MetricQuery{Metric: journey.MetricErrorShare, ByService: true, Step: 5 * time.Minute}, 6, `
			service=cart : 1 - 1
			service=shop : 0.5 - 0`},
		"p95 leaves out what has no spans": {journey.MetricQuery{Metric: journey.MetricP95, Step: 5 * time.Minute}, 6, `
			: 50 - 30`},
		"findings by code": {journey.MetricQuery{Metric: journey.MetricFindings, Step: 10 * time.Minute}, 6, `
			code=retry : 1 2
			code=slow-hop : 0 1`},
		"one number each": {journey.MetricQuery{Metric: journey.MetricCount, ByService: true}, 6, `
			service=cart verdict=complete : 1
			service=cart verdict=logs-only : 1
			service=shop verdict=complete : 3
			service=shop verdict=partial : 1`},
		"what was cut is not known": {journey.MetricQuery{Metric: journey.MetricCount, Step: 5 * time.Minute}, 7, `
			verdict=complete : - 0 2
			verdict=logs-only : - 0 0
			verdict=partial : - 0 1`},
	} {
		t.Run(name, func(t *testing.T) {
			res := &journey.Result{Query: journey.Query{Range: in}, Journeys: journeys, Matched: tc.sighted}
			series := Measure(res, tc.q).Series
			if want := strings.TrimLeft(strings.ReplaceAll(tc.want, "\t", ""), "\n") + "\n"; written(series) != want {
				t.Errorf("got\n%swant\n%s", written(series), want)
			}
		})
	}
}

func TestBucketsAreMultiplesOfTheStep(t *testing.T) {
	in := journey.TimeRange{From: nine.Add(7 * time.Minute), To: nine.Add(20 * time.Minute)}
	starts := bucketStarts(in, 5*time.Minute)
	want := []time.Time{nine.Add(5 * time.Minute), nine.Add(10 * time.Minute), nine.Add(15 * time.Minute)}
	if fmt.Sprint(starts) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", starts, want)
	}
}

func TestNothingMeasuresNothing(t *testing.T) {
	for _, metric := range journey.Metrics() {
		res := &journey.Result{Query: journey.Query{Range: journey.TimeRange{From: nine, To: nine.Add(time.Minute)}}}
		if series := Measure(res, journey.MetricQuery{Metric: metric, Step: time.Second}).Series; len(series) != 0 {
			t.Errorf("%s of no journeys: %v", metric, series)
		}
	}
}
