package query

import (
	"errors"
	"regexp"
)

// LogQL and TraceQL can also compute numbers, in which there are no requests to
// find. Such a query is not sent: its server would compute what nobody can use.

// logqlNumbers matches a query that begins with a function, an aggregation or a
// number. All that finds lines begins with a stream selector, after parentheses
// and comments at most
// (https://grafana.com/docs/loki/latest/query/metric_queries/).
var logqlNumbers = regexp.MustCompile(`(?i)^(?:[\s(]|#[^\n]*\n)*(?:[-+]?\s*\.?\d|[a-z_]\w*\s*(?:\(|(?:by|without)\s*\())`)

// traceqlNumbers matches a stage that turns spans into numbers
// (https://grafana.com/docs/tempo/latest/metrics-from-traces/metrics-queries/functions/).
// Stages such as count() and avg() only filter.
var traceqlNumbers = regexp.MustCompile(`\|\s*(?:rate|compare|\w+_over_time)\s*\(`)

// traceqlText matches the texts and comments of TraceQL, which may hold anything.
var traceqlText = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|//[^\n]*|(?s:/\\*.*?\\*/)")

// withRequests refuses a query that no requests can be found by.
func withRequests(q *Question) error {
	instead := "or choose the query type Metrics to count requests"
	if q.Metrics != nil {
		instead = "whose requests the query type Metrics counts"
	}
	if logqlNumbers.MatchString(q.LogQL) {
		return errors.New(`this LogQL query computes numbers instead of finding log lines: enter a log query such as {app="x"}, ` + instead)
	}
	if traceqlNumbers.MatchString(traceqlText.ReplaceAllString(q.TraceQL, `""`)) {
		return errors.New(`this TraceQL query computes numbers instead of finding traces: enter a query such as { status = error }, ` + instead)
	}
	return nil
}
