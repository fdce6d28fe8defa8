package telemetry_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/telemetry"
)

// asked is what a user's query may hold; nothing of it is to be recorded.
const asked = `{user="ada@example.com"}`

// A query leaves a span for each of its stages, below the one of the query.
func TestStagesAreSpans(t *testing.T) {
	spans := tracetest.NewSpanRecorder()
	tracer := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans)).Tracer("test")
	watch := telemetry.New(prometheus.NewRegistry(), tracer)

	ctx, done := watch.Query(t.Context(), "search")
	res, err := watch.Find(ctx, func(ctx context.Context) (*journey.Result, error) {
		call(ctx, watch, "Loki", telemetry.Discover, nil)
		call(ctx, watch, "Tempo", telemetry.FetchSpans, nil)
		call(ctx, watch, "Loki", telemetry.FetchLines, journey.NewSourceError("Loki", journey.ErrBadQuery, 400, nil, "parse error in %s", asked))
		watch.Stage(ctx, "join")()
		call(ctx, watch, "Loki", telemetry.RequestIDs, nil)
		return &journey.Result{}, nil
	})
	if res == nil || err != nil {
		t.Fatal(res, err)
	}
	watch.Stage(ctx, "frames")()
	done(telemetry.OutcomePartial)

	want := []string{
		"find < query", "frames < query", "discover < find", "fetch spans < find", "fetch lines < find", "join < find", "find other parts < find", "query",
	}
	slices.Sort(want)
	if got := paths(spans.Ended()); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if text := fmt.Sprintf("%+v", tracetest.SpanStubsFromReadOnlySpans(spans.Ended())); strings.Contains(text, "ada@example.com") {
		t.Error("a span holds what was asked")
	}
}

func call(ctx context.Context, watch *telemetry.Telemetry, source string, op telemetry.Operation, err error) {
	_, done := watch.Call(ctx, source, op)
	done(journey.SourceStats{Requests: 1, Bytes: 10}, err)
}

// paths are the spans' names, each with that of its parent.
func paths(spans []sdktrace.ReadOnlySpan) (paths []string) {
	names := make(map[string]string)
	for _, s := range spans {
		names[s.SpanContext().SpanID().String()] = s.Name()
	}
	for _, s := range spans {
		path := s.Name()
		if s.Parent().IsValid() {
			path += " < " + names[s.Parent().SpanID().String()]
		}
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}

func TestOutcomes(t *testing.T) {
	for _, tc := range []struct {
		err  error
		want string
	}{
		{nil, "ok"},
		{journey.NewSourceError("Loki", journey.ErrRateLimited, 429, nil, "x"), "rate-limited"},
		{fmt.Errorf("both: %w", journey.NewSourceError("Tempo", journey.ErrTimeout, 0, context.DeadlineExceeded, "x")), "timeout"},
		{journey.NewSourceError("Tempo", journey.ErrTimeout, 0, context.Canceled, "x"), "cancelled"},
		{context.DeadlineExceeded, "timeout"},
		{errors.New(asked), "failed"},
	} {
		if got := telemetry.OutcomeOf(tc.err); got != tc.want {
			t.Errorf("%v: got %q, want %q", tc.err, got, tc.want)
		}
	}
}
