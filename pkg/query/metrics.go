package query

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	// mostBuckets bounds the points of a series; no panel is wider.
	mostBuckets = 2000
	// shortestStep is that of a query without an interval.
	shortestStep = time.Second
	byService    = "service"
)

// metrics reads what is counted, and in which steps of time.
func metrics(m model, b Bounds) (*journey.MetricQuery, error) {
	q := &journey.MetricQuery{Metric: m.Metric, ByService: m.By == byService}
	if q.Metric == "" {
		q.Metric = journey.MetricCount
	}
	if !slices.Contains(journey.Metrics(), q.Metric) {
		return nil, fmt.Errorf("there is no metric %q: choose among %s", q.Metric, metricNames())
	}
	if m.By != "" && !q.ByService {
		return nil, fmt.Errorf("series cannot be made by %q: use %q, or leave it out", m.By, byService)
	}
	if !m.Instant {
		q.Step = max(b.Step, shortestStep, b.Range.To.Sub(b.Range.From)/mostBuckets)
	}
	return q, nil
}

func metricNames() string {
	var names []string
	for _, m := range journey.Metrics() {
		names = append(names, string(m))
	}
	return strings.Join(names, ", ")
}
