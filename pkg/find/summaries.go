package find

import (
	"context"
	"fmt"
	"time"

	"github.com/requestjourney/requestjourney/pkg/findings"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// summaries fetches the trace summaries that lists, graphs and findings read. It
// fetches the whole trace if the summary may be incomplete. A request that has
// just happened gets no summary, because its summary cannot be complete.
func (f *Finder) summaries(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	begin := time.Now()
	searched := f.around(foundTraces)
	traces, whole := make([]journey.Trace, len(foundTraces)), make([]journey.Trace, len(foundTraces))
	_, stats := fill(ctx, f.Traces.Summaries, traces, searched, func(i int) bool { return !f.isYoung(foundTraces[i].Range) })
	doubtful, more := fill(ctx, f.whole, whole, foundTraces, func(i int) bool { return !f.isComplete(&traces[i], searched[i].Range) })
	for _, i := range doubtful {
		traces[i] = wholeOrSummary(traces[i], whole[i])
	}
	stats = stats.Add(more)
	stats.Took = time.Since(begin)
	return traces, stats
}

// isYoung reports whether spans of a request may still arrive.
func (f *Finder) isYoung(during journey.TimeRange) bool {
	return !during.IsZero() && f.now().Sub(during.To) < findings.SettleTime
}

// fill fetches the wanted traces into traces, and returns their indexes.
func fill(ctx context.Context, fetch fetchTraces, traces []journey.Trace, foundTraces []journey.FoundTrace, wanted func(int) bool) (indexes []int, stats journey.SourceStats) {
	var toFetch []journey.FoundTrace
	for i, t := range foundTraces {
		if wanted(i) {
			indexes, toFetch = append(indexes, i), append(toFetch, t)
		}
	}
	if len(toFetch) == 0 {
		return nil, journey.SourceStats{}
	}
	fetched, stats := fetch(ctx, toFetch)
	for n, i := range indexes {
		traces[i] = fetched[n]
	}
	return indexes, stats
}

// wholeOrSummary returns the whole trace or, if fetching it failed, the summary,
// marked as truncated.
func wholeOrSummary(summary, whole journey.Trace) journey.Trace {
	if whole.Err == nil || len(summary.Spans) == 0 {
		return whole
	}
	whole.Spans = summary.Spans
	whole.Truncated = fmt.Sprintf("these spans may be a fragment, because fetching the whole trace failed: %s", whole.Err)
	return whole
}

// isComplete reports whether a summary certainly has all spans of its trace: no
// span can still arrive, every parent is there, and all spans are well inside the
// searched time range, so none are likely outside it.
func (f *Finder) isComplete(summary *journey.Trace, searched journey.TimeRange) bool {
	if summary.Partial || len(summary.Spans) == 0 {
		return false
	}
	spans := boundsOfSpans(summary.Spans)
	return !f.isYoung(spans) && len(outside(spans.Widen(f.Slack/2), searched)) == 0 && hasParents(summary.Spans)
}

// hasParents reports whether each span's parent is there. A gateway's span at the
// start may lack its parent, which belongs to an outside caller.
func hasParents(spans []journey.Span) bool {
	known := make(map[journey.SpanID]bool, len(spans))
	first := &spans[0]
	for i := range spans {
		known[spans[i].SpanID] = true
		if spans[i].Start.Before(first.Start) {
			first = &spans[i]
		}
	}
	for i := range spans {
		s := &spans[i]
		if !s.ParentID.IsZero() && !known[s.ParentID] && (s != first || !semconv.IsGateway(s)) {
			return false
		}
	}
	return true
}
