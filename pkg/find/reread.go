package find

import (
	"context"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// rereadPauses are the times to wait before each further read of traces that
// Tempo may not have returned in full.
var rereadPauses = []time.Duration{100 * time.Millisecond, 400 * time.Millisecond}

const (
	// movedWithin is how long after its last span an ingester may still move a trace.
	movedWithin = 2 * time.Minute
	// maxUnknown is how many unknown traces are read again. If more are unknown, they
	// were not sampled.
	maxUnknown = 16
)

// whole fetches whole traces, and reads those that Tempo may not have returned in
// full again: while an ingester moves a trace from memory to its write-ahead log,
// Tempo answers for some milliseconds that it does not know the trace; and
// ingesters that replicate a young trace may each lack some of its spans. An opened
// trace is read up to twice more, traces of a list once.
func (f *Finder) whole(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	begin := time.Now()
	traces, stats := f.Traces.Get(ctx, foundTraces)
	pauses := rereadPauses
	if len(foundTraces) > 1 {
		pauses = pauses[:1]
	}
	for _, pause := range pauses {
		doubtful := f.doubtful(foundTraces, traces)
		if len(doubtful) == 0 || !sleep(ctx, pause) {
			break
		}
		again := make([]journey.Trace, len(foundTraces))
		_, more := fill(ctx, f.Traces.Get, again, foundTraces, func(i int) bool { return slices.Contains(doubtful, i) })
		for _, i := range doubtful {
			addSpans(&traces[i], &again[i])
		}
		stats = stats.Add(more)
	}
	stats.Took = time.Since(begin)
	return traces, stats
}

// doubtful returns the indexes of the traces to read again.
func (f *Finder) doubtful(foundTraces []journey.FoundTrace, traces []journey.Trace) (unknown []int) {
	if len(traces) == 1 && len(traces[0].Spans) > 0 {
		if f.isYoung(boundsOfSpans(traces[0].Spans)) && !hasParents(traces[0].Spans) {
			return []int{0}
		}
		return nil
	}
	for i := range traces {
		during := foundTraces[i].Range
		mayBeMoving := during.IsZero() || f.now().Sub(during.To) < movedWithin
		if traces[i].Err == nil && len(traces[i].Spans) == 0 && mayBeMoving {
			unknown = append(unknown, i)
		}
	}
	if len(unknown) > maxUnknown {
		return nil
	}
	return unknown
}

// addSpans adds the spans that another read of the trace returned in addition. If
// that read failed, the trace stays as it is.
func addSpans(trace, again *journey.Trace) {
	type key struct {
		id    journey.SpanID
		kind  journey.SpanKind
		start int64
	}
	keyOf := func(s *journey.Span) key { return key{s.SpanID, s.Kind, s.Start.UnixNano()} }
	known := make(map[key]bool, len(trace.Spans))
	for i := range trace.Spans {
		known[keyOf(&trace.Spans[i])] = true
	}
	for i := range again.Spans {
		if !known[keyOf(&again.Spans[i])] {
			trace.Spans = append(trace.Spans, again.Spans[i])
		}
	}
	if again.Truncated != "" {
		trace.Truncated = again.Truncated
	}
}

// sleep returns false if ctx ends first.
func sleep(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
