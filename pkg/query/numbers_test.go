package query_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/query"
)

const (
	numbersInLogQL   = `this LogQL query computes numbers instead of finding log lines: enter a log query such as {app="x"}, `
	numbersInTraceQL = `this TraceQL query computes numbers instead of finding traces: enter a query such as { status = error }, `
	orMetrics        = "or choose the query type Metrics to count requests"
	forMetrics       = "whose requests the query type Metrics counts"
)

func TestNumbersFindNoRequests(t *testing.T) {
	for _, logql := range []string{
		`rate({app="x"}[1m])`,
		` sum by (app) (count_over_time({service_name=~".+"}[5m]))`,
		`sum(rate({app="x"} |= "error" [1m])) by (pod)`,
		"topk(\n 5, rate({app=\"x\"}[1m]))",
		`sum without(pod) (rate({app="x"}[1m]))`,
		`(rate({app="x"}[1m]) > 2)`,
		`((sum(rate({app="x"}[1m])))) / 2`,
		"# errors a second\nrate({app=\"x\"} |= \"error\" [1m])",
		`quantile_over_time(0.99, {app="x"} | json | unwrap took [1m])`,
		`label_replace(rate({app="x"}[1m]), "a", "$1", "b", "(.*)")`,
		`SUM (rate({app="x"}[1m]))`,
		`vector(0)`, `1`, `.5`, `-1`, `1 + 1`, `100 * rate({app="x"}[1m])`,
	} {
		requireRefused(t, "logql", logql, numbersInLogQL)
	}
	for _, traceql := range []string{
		`{} | rate()`,
		`{ status = error } | rate() by (resource.service.name)`,
		`{ name = "a \" b" }|count_over_time()`,
		`{ .a = 1 } && { .b = 2 } | select(name) | quantile_over_time(duration, .9, .5) by (span.http.route)`,
		"{}\n|\n histogram_over_time (duration)",
		`{} | avg_over_time(duration) | topk(5)`,
		`{ resource.service.name = "x" } | compare({ status = error })`,
		`{} | rate() with (sample = true)`,
	} {
		requireRefused(t, "traceql", traceql, numbersInTraceQL)
	}
}

func requireRefused(t *testing.T, field, text, why string) {
	t.Helper()
	for kind, instead := range map[string]string{"": orMetrics, "search": orMetrics, "metrics": forMetrics} {
		_, err := parse(t, map[string]any{"queryType": kind, field: text})
		require.EqualError(t, err, why+instead, text)
	}
}

// TestWhatLooksLikeNumbers holds that names of functions in texts stay texts, and
// that a query that nobody understands goes to its server, which says where.
func TestWhatLooksLikeNumbers(t *testing.T) {
	for _, logql := range []string{
		`{app="x"} |= "rate(rope)"`,
		"{app=\"x\"} |= `sum by (app) (rate({}[1m]))`",
		`({app="x"} | json | rate > 2)`,
		"# rate({app=\"x\"}[1m])\n{app=\"x\"}",
		`{rate="count_over_time("} | line_format "{{ .a | trunc 5 }} sum(1)"`,
		`{app="x"} | label_format n="1" | n=1`,
		`rate`, `app="x"`, `error`, `sum by app`, `{app="x"`,
	} {
		q, err := parse(t, map[string]any{"logql": logql})
		require.NoError(t, err, logql)
		require.Equal(t, logql, q.LogQL)
	}
	for _, traceql := range []string{
		`{ name = "GET | rate()" }`,
		"{ .rate = `| rate()` }",
		`{ ."x | rate()" = 1 }`,
		`{} | count() > 2`, `{} | avg(duration) > 1s | select(rate)`, `{ .rate > 1 || .compare = 1 }`, `{} | by(resource.service.name)`,
		"{} // | rate()", "{} /* | rate() */",
		`{} | rate`,
	} {
		q, err := parse(t, map[string]any{"traceql": traceql})
		require.NoError(t, err, traceql)
		require.Equal(t, traceql, q.TraceQL)
	}
}

func parse(t *testing.T, fields map[string]any) (query.Question, error) {
	t.Helper()
	raw, err := json.Marshal(fields)
	require.NoError(t, err)
	return query.Parse(raw, query.Bounds{
		Range:  journey.TimeRange{From: time.Unix(0, 0), To: time.Unix(60, 0)},
		Step:   time.Second,
		Limits: journey.DefaultLimits(),
	})
}
