// Package telemetry measures the plugin itself: Prometheus metrics, and a trace of each query
// with its stages. Neither contains queries, answers or users.
package telemetry

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"go.opentelemetry.io/otel/trace"
)

const namespace = "requestjourney"

// Telemetry has the metrics and the tracer of the process. It is safe for concurrent use.
type Telemetry struct {
	tracer trace.Tracer

	queries       *prometheus.CounterVec   // by type, outcome
	querySeconds  *prometheus.HistogramVec // by type
	calls         *prometheus.CounterVec   // by source, operation, outcome
	callSeconds   *prometheus.HistogramVec // by source, operation
	sourceBytes   *prometheus.CounterVec   // by source
	journeys      *prometheus.CounterVec   // by verdict
	placements    *prometheus.CounterVec   // by placement
	findings      *prometheus.CounterVec   // by code
	limitsReached *prometheus.CounterVec   // by limit
	answers       *prometheus.CounterVec   // by origin
}

// buckets are in seconds, from a cached answer to a query's time limit.
var buckets = []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}

// New registers the metrics. Each process has one Telemetry on its default
// registry; a second one there panics.
func New(registry prometheus.Registerer, tracer trace.Tracer) *Telemetry {
	factory := promauto.With(registry)
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return factory.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
	}
	histogram := func(name, help string, labels ...string) *prometheus.HistogramVec {
		return factory.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets}, labels)
	}
	return &Telemetry{
		tracer:        tracer,
		queries:       counter("queries_total", "Queries answered, by type (search, journey, metrics, stream, live, invalid) and outcome.", "type", "outcome"),
		querySeconds:  histogram("query_duration_seconds", "Time that queries took, frames included.", "type"),
		calls:         counter("source_calls_total", "Calls to Loki and Tempo, by operation and outcome; a call may take several requests.", "source", "operation", "outcome"),
		callSeconds:   histogram("source_call_duration_seconds", "Time that calls to Loki and Tempo took.", "source", "operation"),
		sourceBytes:   counter("source_bytes_total", "Bytes of answers by Loki and Tempo, decompressed.", "source"),
		journeys:      counter("journeys_total", "Journeys found, by verdict.", "verdict"),
		placements:    counter("placements_total", "Log lines placed, by how they came to their hop.", "placement"),
		findings:      counter("findings_total", "Findings raised, by code.", "code"),
		limitsReached: counter("limits_reached_total", "Answers cut by a limit of the data source, by limit.", "limit"),
		answers:       counter("answers_total", "Answers by where they came from: asked of Loki and Tempo, or shared with another query.", "origin"),
	}
}

func since(begin time.Time) float64 { return time.Since(begin).Seconds() }
