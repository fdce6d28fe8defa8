package telemetry

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Operation is a kind of call to a source.
type Operation string

// The operations; each is a stage of a query, and a span of that name.
const (
	Discover   Operation = "discover"          // which requests match
	FetchLines Operation = "fetch lines"       // of the requests
	FetchSpans Operation = "fetch spans"       // of the requests
	RequestIDs Operation = "find other parts"  // of requests that go on under other trace IDs
	FindNearby Operation = "find nearby lines" // of a request's pods, and which other requests were in them

	Connections Operation = "find connections" // of a request in Istio's ambient mode
)

// Call starts a call to a source, "Loki" or "Tempo". The returned function ends it.
func (t *Telemetry) Call(ctx context.Context, source string, op Operation) (context.Context, func(journey.SourceStats, error)) {
	begin := time.Now()
	ctx, span := t.tracer.Start(ctx, string(op), trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(attribute.String("peer.service", source)))
	return ctx, func(stats journey.SourceStats, err error) {
		outcome := OutcomeOf(err)
		t.calls.WithLabelValues(source, string(op), outcome).Inc()
		t.callSeconds.WithLabelValues(source, string(op)).Observe(since(begin))
		t.sourceBytes.WithLabelValues(source).Add(float64(stats.Bytes))
		span.SetAttributes(attribute.Int("requestjourney.requests", stats.Requests), attribute.Int64("requestjourney.bytes", stats.Bytes))
		end(span, outcome)
	}
}

// OutcomeOf is the kind of a source's error. Unlike its message, it has no user's data.
func OutcomeOf(err error) string {
	var fault *journey.SourceError
	switch {
	case err == nil:
		return OutcomeOK
	case errors.Is(err, context.Canceled):
		return OutcomeCancelled
	case errors.As(err, &fault):
		return string(fault.Kind)
	case errors.Is(err, context.DeadlineExceeded):
		return string(journey.ErrTimeout)
	}
	return OutcomeFailed
}
