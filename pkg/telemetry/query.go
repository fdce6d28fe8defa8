package telemetry

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// The outcomes of queries, beside the error kinds of sources.
const (
	OutcomeOK        = "ok"
	OutcomePartial   = "partial"   // one source failed
	OutcomeInvalid   = "invalid"   // the user has to correct the query
	OutcomeCancelled = "cancelled" // nobody waits any more
	OutcomeFailed    = "failed"    // a bug in the plugin
)

// TypeInvalid is the type of a query that could not be read.
const TypeInvalid = "invalid"

// Query starts a query of a type. The returned function ends it with an outcome.
func (t *Telemetry) Query(ctx context.Context, queryType string) (context.Context, func(outcome string)) {
	begin := time.Now()
	ctx, span := t.tracer.Start(ctx, "query", trace.WithAttributes(attribute.String("requestjourney.query.type", queryType)))
	return ctx, func(outcome string) {
		t.queries.WithLabelValues(queryType, outcome).Inc()
		t.querySeconds.WithLabelValues(queryType).Observe(since(begin))
		end(span, outcome)
	}
}

// end marks a failure by its outcome. The message, which may have a user's data, is left out.
func end(span trace.Span, outcome string) {
	span.SetAttributes(attribute.String("requestjourney.outcome", outcome))
	if outcome != OutcomeOK && outcome != OutcomePartial {
		span.SetStatus(codes.Error, outcome)
	}
	span.End()
}

// Answered counts whether an answer was fetched for this query or shared with another.
func (t *Telemetry) Answered(ctx context.Context, shared bool) {
	origin := "asked"
	if shared {
		origin = "shared"
	}
	t.answers.WithLabelValues(origin).Inc()
	trace.SpanFromContext(ctx).SetAttributes(attribute.String("requestjourney.answer.origin", origin))
}

// Stage starts a stage of a query that calls no source.
func (t *Telemetry) Stage(ctx context.Context, name string) (end func()) {
	_, span := t.tracer.Start(ctx, name)
	return func() { span.End() }
}

// Find runs the part of a query that calls the sources and joins their answers, and counts
// the result.
func (t *Telemetry) Find(ctx context.Context, find func(context.Context) (*journey.Result, error)) (*journey.Result, error) {
	ctx, span := t.tracer.Start(ctx, "find")
	defer span.End()
	res, err := find(ctx)
	if err == nil {
		t.count(res)
		span.SetAttributes(attribute.Int("requestjourney.journeys", len(res.Journeys)), attribute.String("requestjourney.verdict", string(res.Verdict)))
	}
	return res, err
}

func (t *Telemetry) count(res *journey.Result) {
	for _, j := range res.Journeys {
		t.journeys.WithLabelValues(string(j.Verdict)).Inc()
		for _, line := range j.Lines {
			t.placements.WithLabelValues(string(line.Placement)).Inc()
		}
		for i := range j.Findings {
			t.findings.WithLabelValues(string(j.Findings[i].Code)).Inc()
		}
	}
	for _, cut := range []journey.Limit{res.Loki.Cut, res.Tempo.Cut} {
		if cut != "" {
			t.limitsReached.WithLabelValues(string(cut)).Inc()
		}
	}
}
