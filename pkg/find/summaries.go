package find

import (
	"context"
	"fmt"
	"time"

	"github.com/requestjourney/requestjourney/pkg/findings"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// summaries fetches of each trace what lists, graphs and findings read. Where a
// summary may not be all there is, the trace is fetched whole. No summary can be
// all there is of a request that has just happened, so none is searched for.
func (f *Finder) summaries(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	begin := time.Now()
	looked := f.around(foundTraces)
	traces, whole := make([]journey.Trace, len(foundTraces)), make([]journey.Trace, len(foundTraces))
	_, stats := fill(ctx, f.Traces.Summaries, traces, looked, func(i int) bool { return !f.isYoung(foundTraces[i].Range) })
	doubtful, more := fill(ctx, f.Traces.Get, whole, foundTraces, func(i int) bool { return !f.isComplete(&traces[i], looked[i].Range) })
	for _, i := range doubtful {
		traces[i] = wholeOrSummary(traces[i], whole[i])
	}
	stats = stats.Add(more)
	stats.Took = time.Since(begin)
	return traces, stats
}

// isYoung says that more may still come of a request.
func (f *Finder) isYoung(seen journey.TimeRange) bool {
	return !seen.IsZero() && f.now().Sub(seen.To) < findings.SettleTime
}

// fill fetches the traces that are wanted, and returns their places.
func fill(ctx context.Context, fetch fetchTraces, traces []journey.Trace, foundTraces []journey.FoundTrace, wanted func(int) bool) (at []int, stats journey.SourceStats) {
	var asked []journey.FoundTrace
	for i, s := range foundTraces {
		if wanted(i) {
			at, asked = append(at, i), append(asked, s)
		}
	}
	if len(asked) == 0 {
		return nil, journey.SourceStats{}
	}
	got, stats := fetch(ctx, asked)
	for n, i := range at {
		traces[i] = got[n]
	}
	return at, stats
}

// wholeOrSummary is the whole trace, or, where that could not be had, the summary that
// says so.
func wholeOrSummary(summary, whole journey.Trace) journey.Trace {
	if whole.Err == nil || len(summary.Spans) == 0 {
		return whole
	}
	whole.Spans = summary.Spans
	whole.Truncated = fmt.Sprintf("these spans may be a fragment, since the whole could not be fetched: %s", whole.Err)
	return whole
}

// isComplete says that a summary surely has all spans of its trace: none can still
// be under way to Tempo, every parent is there, and there may be none beyond the
// time that was looked at, since all keep away from its ends.
func (f *Finder) isComplete(summary *journey.Trace, looked journey.TimeRange) bool {
	if summary.Partial || len(summary.Spans) == 0 {
		return false
	}
	spans := boundsOfSpans(summary.Spans)
	return !f.isYoung(spans) && len(outside(spans.Widen(f.Slack/2), looked)) == 0 && hasParents(summary.Spans)
}

// hasParents says that the parent of each span is there, except that of a
// gateway at the request's beginning: nobody here sent it.
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
