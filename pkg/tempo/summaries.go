package tempo

import (
	"context"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/tempo/decode"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

const (
	// summariesAtOnce is how many searches for summaries run at once.
	summariesAtOnce = 4
	// tracesPerSummarySearch is how many traces one search is for: with the most spans that
	// Tempo returns of them, its answer stays below the 16 MB of a gRPC message.
	tracesPerSummarySearch = 100
	// mostSpansPerSet is Tempo's own limit (query_frontend.search.max_spans_per_span_set).
	mostSpansPerSet = 100
)

// Summaries implements journey.TraceSource. What a search does not answer stays
// Partial.
func (s *Source) Summaries(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	begin := time.Now()
	found := summaries{memory: decode.NewBudget(decode.MaxBytes), traces: make([]journey.Trace, len(foundTraces)), at: make(map[journey.TraceID]int, len(foundTraces))}
	for i, foundTrace := range foundTraces {
		found.traces[i] = journey.Trace{TraceID: foundTrace.TraceID, Partial: true}
		found.at[foundTrace.TraceID] = i
	}
	if !s.summaryBackoff.ready() {
		return found.traces, found.stats
	}
	byTime := slices.SortedFunc(slices.Values(foundTraces), func(a, b journey.FoundTrace) int { return a.Range.From.Compare(b.Range.From) })
	factsKnown, stop := s.meanwhile(ctx, lastSeen(byTime))
	defer stop()
	var group errgroup.Group
	group.SetLimit(summariesAtOnce)
	for _, batch := range s.batches(s.searchable(byTime)) {
		group.Go(journey.Caught(func() error { return s.summariesWithin(ctx, batch, &found) }))
	}
	_ = group.Wait() // what failed is Partial
	factsKnown()
	for i, foundTrace := range foundTraces {
		found.traces[i].Partial = found.traces[i].Partial || !s.isSearched(foundTrace)
	}
	found.stats.Took = time.Since(begin)
	return found.traces, found.stats
}

// summaries are collected from several searches.
type summaries struct {
	mu     sync.Mutex
	traces []journey.Trace
	at     map[journey.TraceID]int
	stats  journey.SourceStats
	memory *decode.Budget
}

// summariesOf searches for a batch, all of it or none counts: a search that
// failed may have left out fragments.
func (s *Source) summariesOf(ctx context.Context, batch []journey.FoundTrace, into *summaries) error {
	withTexts := s.hasTexts.Load()
	found, stats, err := s.searchSpans(ctx, batch, summaryQuery(withTexts), into.memory)
	s.noteSummary(err)
	if err == nil && !withTexts {
		var more journey.SourceStats
		more, err = s.addStatuses(ctx, batch, found, into.memory)
		stats = stats.Add(more)
	}
	into.mu.Lock()
	defer into.mu.Unlock()
	into.stats = into.stats.Add(stats)
	if err != nil {
		return err
	}
	for id, trace := range found {
		if at, wanted := into.at[id]; wanted {
			into.traces[at] = trace.Trace
		}
	}
	return nil
}

// addStatuses searches for the HTTP statuses that the first search did not return.
// Once there are any, later first searches ask for them, too.
func (s *Source) addStatuses(ctx context.Context, batch []journey.FoundTrace, found map[journey.TraceID]decode.Summary, room *decode.Budget) (journey.SourceStats, error) {
	mute := slices.DeleteFunc(slices.Clone(batch), func(foundTrace journey.FoundTrace) bool { return !found[foundTrace.TraceID].Mute })
	if len(mute) == 0 {
		return journey.SourceStats{}, nil
	}
	statuses, stats, err := s.searchSpans(ctx, mute, statusQuery, room)
	for _, foundTrace := range mute {
		found[foundTrace.TraceID] = withStatus(found[foundTrace.TraceID], statuses[foundTrace.TraceID])
	}
	if err == nil && len(statuses) > 0 {
		s.hasTexts.Store(true)
	}
	return stats, err
}

// searchSpans runs one search over the time of a batch.
func (s *Source) searchSpans(ctx context.Context, batch []journey.FoundTrace, query func([]journey.TraceID) string, room *decode.Budget,
) (map[journey.TraceID]decode.Summary, journey.SourceStats, error) {
	r := request{limit: len(batch) + 1, spans: s.spansPerSet()} // at its limit Tempo looks no further
	ids := make([]journey.TraceID, len(batch))
	for i, foundTrace := range batch {
		ids[i] = foundTrace.TraceID
		r.in = r.in.Union(foundTrace.Range)
	}
	r.traceql = query(ids)
	found := make(map[journey.TraceID]decode.Summary, len(batch))
	decoder := decode.NewSummaries(room)
	decoder.WritesNil = func() bool { return s.writesNil(ctx) }
	stats, err := s.searchEach(ctx, r, func(m wire.Message) error {
		// Tempo sends a trace again, whole, when it learns more of it.
		trace, err := decoder.Trace(m)
		found[trace.TraceID] = trace
		return s.tooMuch(err)
	})
	switch {
	case s.limits.learn(r, err):
		err = errSmaller
	case s.learnLate(err):
		err = errYoung
	}
	return found, stats, err
}

// withStatus adds the HTTP status to the spans that have one as text. Spans that
// share an ID, as Zipkin's do, differ in their kind.
func withStatus(trace, statuses decode.Summary) decode.Summary {
	type end struct {
		id   journey.SpanID
		kind journey.SpanKind
	}
	status := make(map[end]any, len(statuses.Spans))
	for _, s := range statuses.Spans {
		for _, a := range s.Attributes {
			if a.Key == decode.KeyHTTPStatus {
				status[end{s.SpanID, s.Kind}] = a.Value
			}
		}
	}
	for i := range trace.Spans {
		s := &trace.Spans[i]
		if value, known := status[end{s.SpanID, s.Kind}]; known {
			s.Attributes = append(s.Attributes, journey.Attribute{Key: decode.KeyHTTPStatus, Value: value})
		}
	}
	trace.Partial = trace.Partial || statuses.Cut
	return trace
}
