package plugin

import (
	"context"
	"iter"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/telemetry"
)

// watchedLogs is a LogSource with metrics, traces and a query's deadline.
type watchedLogs struct {
	journey.LogSource
	watch    *telemetry.Telemetry
	deadline time.Time // zero for none
}

// Within returns the source with a memory budget.
func (s watchedLogs) Within(b *journey.MemoryBudget) journey.LogSource {
	s.LogSource = journey.Within(s.LogSource, b)
	return s
}

// Search implements journey.LogSource.
func (s watchedLogs) Search(ctx context.Context, logql string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	return s.call(ctx, telemetry.Discover, func(ctx context.Context) (journey.LogResult, error) {
		return s.LogSource.Search(ctx, logql, in, limit)
	})
}

// Pages implements journey.LogSource.
func (s watchedLogs) Pages(ctx context.Context, logql string, in journey.TimeRange, limit int) iter.Seq2[journey.LogResult, error] {
	return func(yield func(journey.LogResult, error) bool) {
		ctx, done := s.watch.Call(ctx, "Loki", telemetry.Discover)
		ctx, cancel := withShare(ctx, s.deadline, telemetry.Discover)
		defer cancel()
		var stats journey.SourceStats
		var failure error
		for page, err := range s.LogSource.Pages(ctx, logql, in, limit) {
			stats, failure = stats.Add(page.Stats), err
			if !yield(page, err) {
				break
			}
		}
		done(stats, failure)
	}
}

// Lines implements journey.LogSource.
func (s watchedLogs) Lines(ctx context.Context, wanted []journey.FoundTrace, limit int) (journey.LogResult, error) {
	return s.call(ctx, telemetry.FetchLines, func(ctx context.Context) (journey.LogResult, error) {
		return s.LogSource.Lines(ctx, wanted, limit)
	})
}

// Connections implements journey.LogSource.
func (s watchedLogs) Connections(ctx context.Context, clients []string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	return s.call(ctx, telemetry.Connections, func(ctx context.Context) (journey.LogResult, error) {
		return s.LogSource.Connections(ctx, clients, in, limit)
	})
}

// LinesContaining implements journey.LogSource.
func (s watchedLogs) LinesContaining(ctx context.Context, texts []string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	return s.call(ctx, telemetry.RequestIDs, func(ctx context.Context) (journey.LogResult, error) {
		return s.LogSource.LinesContaining(ctx, texts, in, limit)
	})
}

// LinesBy implements journey.LogSource.
func (s watchedLogs) LinesBy(ctx context.Context, writers journey.Writers, in journey.TimeRange, limit int) (journey.LogResult, error) {
	return s.call(ctx, telemetry.FindNearby, func(ctx context.Context) (journey.LogResult, error) {
		return s.LogSource.LinesBy(ctx, writers, in, limit)
	})
}

func (s watchedLogs) call(ctx context.Context, op telemetry.Operation, ask func(context.Context) (journey.LogResult, error)) (journey.LogResult, error) {
	ctx, done := s.watch.Call(ctx, "Loki", op)
	ctx, cancel := withShare(ctx, s.deadline, op)
	defer cancel()
	res, err := ask(ctx)
	done(res.Stats, err)
	return res, err
}

// watchedTraces is a TraceSource with metrics, traces and a query's deadline.
type watchedTraces struct {
	journey.TraceSource
	watch    *telemetry.Telemetry
	deadline time.Time // zero for none
}

// Within returns the source with a memory budget.
func (s watchedTraces) Within(b *journey.MemoryBudget) journey.TraceSource {
	s.TraceSource = journey.Within(s.TraceSource, b)
	return s
}

// Search implements journey.TraceSource.
func (s watchedTraces) Search(ctx context.Context, traceql string, in journey.TimeRange, limit int) (journey.TraceResult, error) {
	ctx, done := s.watch.Call(ctx, "Tempo", telemetry.Discover)
	ctx, cancel := withShare(ctx, s.deadline, telemetry.Discover)
	defer cancel()
	res, err := s.TraceSource.Search(ctx, traceql, in, limit)
	done(res.Stats, err)
	return res, err
}

// ByRequestID implements journey.TraceSource.
func (s watchedTraces) ByRequestID(ctx context.Context, ids []string, in journey.TimeRange, limit int) (journey.TraceResult, error) {
	ctx, done := s.watch.Call(ctx, "Tempo", telemetry.RequestIDs)
	ctx, cancel := withShare(ctx, s.deadline, telemetry.RequestIDs)
	defer cancel()
	res, err := s.TraceSource.ByRequestID(ctx, ids, in, limit)
	done(res.Stats, err)
	return res, err
}

// SpansBy implements journey.TraceSource.
func (s watchedTraces) SpansBy(ctx context.Context, writers journey.Writers, in journey.TimeRange, limit int) (journey.SpansResult, error) {
	ctx, done := s.watch.Call(ctx, "Tempo", telemetry.FindNearby)
	ctx, cancel := withShare(ctx, s.deadline, telemetry.FindNearby)
	defer cancel()
	res, err := s.TraceSource.SpansBy(ctx, writers, in, limit)
	done(res.Stats, err)
	return res, err
}

// Get implements journey.TraceSource.
func (s watchedTraces) Get(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	return s.fetch(ctx, foundTraces, s.TraceSource.Get)
}

// Summaries implements journey.TraceSource.
func (s watchedTraces) Summaries(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	return s.fetch(ctx, foundTraces, s.TraceSource.Summaries)
}

func (s watchedTraces) fetch(ctx context.Context, foundTraces []journey.FoundTrace,
	ask func(context.Context, []journey.FoundTrace) ([]journey.Trace, journey.SourceStats),
) ([]journey.Trace, journey.SourceStats) {
	ctx, done := s.watch.Call(ctx, "Tempo", telemetry.FetchSpans)
	ctx, cancel := withShare(ctx, s.deadline, telemetry.FetchSpans)
	defer cancel()
	traces, stats := ask(ctx, foundTraces)
	done(stats, journey.FirstError(traces))
	return traces, stats
}

// withShare gives a call half of the time that is left until the query's deadline, if it has
// one. If one source does not answer, there is still time for the other. Fetching lines may
// take all of the remaining time, because nothing comes after it. After the deadline, the
// query continues with what it has.
func withShare(ctx context.Context, deadline time.Time, op telemetry.Operation) (context.Context, context.CancelFunc) {
	switch {
	case deadline.IsZero():
		return context.WithCancel(ctx)
	case op == telemetry.FetchLines || op == telemetry.RequestIDs || op == telemetry.Connections || op == telemetry.FindNearby:
		return context.WithDeadline(ctx, deadline)
	}
	return context.WithTimeout(ctx, time.Until(deadline)/2)
}
