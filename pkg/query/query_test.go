package query_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/query"
)

var now = time.Date(2026, 3, 11, 9, 14, 0, 0, time.UTC)
var hour = journey.TimeRange{From: now.Add(-time.Hour), To: now}

func bounds(in journey.TimeRange) query.Bounds {
	return query.Bounds{Range: in, Step: 15 * time.Second, Limits: journey.DefaultLimits()}
}

const id = "4bf92f3577b34da6a3ce929d0e0e4736"

func TestParse(t *testing.T) {
	for name, tc := range map[string]struct {
		raw  string
		want func(query.Question) bool
	}{
		"search by LogQL":        {`{"queryType":"search","logql":" {app=\"x\"} "}`, func(q query.Question) bool { return q.LogQL == `{app="x"}` && q.Limit == 50 }},
		"search without type":    {`{"traceql":"{}"}`, func(q query.Question) bool { return q.Type == journey.QuerySearch }},
		"journey":                {`{"queryType":"journey","traceId":"` + id + `"}`, func(q query.Question) bool { return q.TraceID.String() == id && len(q.Frames) == 7 }},
		"journey without type":   {`{"traceId":"00-` + id + `-00f067aa0ba902b7-01"}`, func(q query.Question) bool { return q.Type == journey.QueryJourney && q.TraceID.String() == id }},
		"nearby lines":           {`{"traceId":"` + id + `","nearby":true}`, func(q query.Question) bool { return q.Nearby }},
		"nearby lines of a list": {`{"traceql":"{}","nearby":true}`, func(q query.Question) bool { return !q.Nearby }},
		"some frames":            {`{"traceql":"{}","frames":["findings"]}`, func(q query.Question) bool { return slices.Equal(q.Frames, []string{"findings"}) }},
		"a limit":                {`{"traceql":"{}","limit":500}`, func(q query.Question) bool { return q.Limit == 500 }},
		"metrics": {`{"queryType":"metrics","traceql":"{}"}`, func(q query.Question) bool {
			return *q.Metrics == journey.MetricQuery{Metric: "count", Step: 15 * time.Second} && q.Type == journey.QuerySearch && q.Limit == 500 && q.Counted
		}},
		"one number a service": {`{"queryType":"metrics","metric":"p95","by":"service","instant":true,"limit":9,"logql":"{a=\"b\"}"}`, func(q query.Question) bool {
			return *q.Metrics == journey.MetricQuery{Metric: "p95", ByService: true} && q.Limit == 9
		}},
		"Grafana's own fields": {`{"traceql":"{}","refId":"A","hide":false,"datasource":{"uid":"x"},"intervalMs":1000}`, func(q query.Question) bool { return q.TraceQL == "{}" }},
	} {
		t.Run(name, func(t *testing.T) {
			q, err := query.Parse([]byte(tc.raw), bounds(hour))
			if err != nil || !tc.want(q) {
				t.Errorf("got %+v, %v", q, err)
			}
		})
	}
}

func TestParseSaysWhatToChange(t *testing.T) {
	for name, tc := range map[string]struct {
		raw, want string
		in        journey.TimeRange
	}{
		"empty":            {`{}`, "the query is empty: enter a LogQL query", hour},
		"blank":            {`{"queryType":"search","logql":"  ","traceql":""}`, "the query is empty", hour},
		"no trace ID":      {`{"queryType":"journey"}`, "the trace ID is empty: enter 16 or 32 hex digits", hour},
		"no hex":           {`{"queryType":"journey","traceId":"hello"}`, `"hello" is not a trace ID: enter`, hour},
		"unknown type":     {`{"queryType":"metric"}`, `queryType "metric" is unknown: use "search", "journey" or "metrics"`, hour},
		"unknown metric":   {`{"queryType":"metrics","metric":"p99","traceql":"{}"}`, `there is no metric "p99": choose among count, errorShare, p95, findings`, hour},
		"unknown grouping": {`{"queryType":"metrics","by":"pod","traceql":"{}"}`, `series cannot be made by "pod"`, hour},
		"empty metrics":    {`{"queryType":"metrics"}`, "the query is empty", hour},
		"unknown frame":    {`{"traceql":"{}","frames":["spans"]}`, `there is no frame "spans": choose among journeys`, hour},
		"limit below 0":    {`{"traceql":"{}","limit":-1}`, "limit is -1: enter", hour},
		"limit too high":   {`{"traceql":"{}","limit":501}`, "limit is 501, more than the 500", hour},
		"nearby as text":   {`{"traceId":"` + id + `","nearby":"yes"}`, `the query's "nearby" must be of type bool, not string`, hour},
		"wrong JSON type":  {`{"traceql":"{}","limit":"many"}`, `the query's "limit" must be of type int, not string`, hour},
		"no JSON":          {`nonsense`, "the query is not valid JSON", hour},
		"empty time range": {`{"traceql":"{}"}`, "the time range is empty", journey.TimeRange{From: now, To: now}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := query.Parse([]byte(tc.raw), bounds(tc.in))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestStepsAreBounded(t *testing.T) {
	day := query.Bounds{Range: journey.TimeRange{From: now.Add(-2000 * time.Minute), To: now}, Limits: journey.DefaultLimits()}
	q, err := query.Parse([]byte(`{"queryType":"metrics","traceql":"{}"}`), day)
	if err != nil || q.Metrics.Step != time.Minute {
		t.Errorf("got %+v, %v; want steps of 1m0s", q.Metrics, err)
	}
}

// TestAlertRulesCompareNumbers: what an alert rule asks is a number or an error
// that says so; Grafana's own would be about frames.
func TestAlertRulesCompareNumbers(t *testing.T) {
	one := &journey.MetricQuery{Metric: "count"}
	each := &journey.MetricQuery{Metric: "count", Step: 15 * time.Second}
	for name, tc := range map[string]struct {
		raw     string
		metrics *journey.MetricQuery
		fault   string
	}{
		"no type":          {`{"traceql":"{}"}`, one, ""},
		"metrics":          {`{"queryType":"metrics","traceql":"{}"}`, each, ""},
		"one number":       {`{"queryType":"metrics","instant":true,"traceql":"{}"}`, one, ""},
		"a search":         {`{"queryType":"search","traceql":"{}"}`, nil, "an alert rule compares numbers, but a query of type search returns requests: change its type to Metrics"},
		"a journey":        {`{"queryType":"journey","traceId":"` + id + `"}`, nil, "an alert rule compares numbers, but a query of type journey returns requests: change its type to Metrics"},
		"a trace ID":       {`{"traceId":"` + id + `"}`, nil, "an alert rule compares numbers, but a query of type journey returns requests: change its type to Metrics"},
		"a wrong type":     {`{"queryType":"metric"}`, nil, `queryType "metric" is unknown: use "search", "journey" or "metrics"`},
		"nothing to count": {`{}`, nil, "the query is empty: enter a LogQL query, a TraceQL query or both, or switch to Journey and enter a trace ID"},
	} {
		t.Run(name, func(t *testing.T) {
			b := bounds(hour)
			b.FromAlert = true
			q, err := query.Parse([]byte(tc.raw), b)
			fault := ""
			if err != nil {
				fault = err.Error()
			}
			if fault != tc.fault || (q.Metrics == nil) != (tc.metrics == nil) || q.Metrics != nil && *q.Metrics != *tc.metrics {
				t.Errorf("got %+v, %q; want %+v, %q", q.Metrics, fault, tc.metrics, tc.fault)
			}
		})
	}
}
