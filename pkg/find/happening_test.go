package find_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

// happening is a source of logs and traces that change during a test. Searches find
// what is written to it; the tail yields it while it works.
type happening struct {
	mu     sync.Mutex
	logs   logs
	traces traces
	tails  []chan []journey.Line
	broken error
	gets   map[journey.TraceID]int
	within map[*journey.MemoryBudget]bool // that traces were fetched in
	slow   time.Duration                  // that each fetch of traces takes
	begun  int                            // fetches of traces
}

// write adds lines of a request with these bodies, and its span if span is set.
func (h *happening) write(id int, span bool, bodies ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := time.Now()
	var added []journey.Line
	for _, body := range bodies {
		added = append(added, journey.Line{Time: now, Body: body, Labels: journey.Labels{{Name: "app", Value: "shop"}}, Metadata: journey.Labels{{Name: "trace", Value: fmt.Sprint(id)}}})
	}
	if span {
		s := journey.Span{TraceID: journeytest.TraceID(id), SpanID: journeytest.SpanID(1), Kind: journey.KindServer, ServiceName: "shop", Name: "GET", Start: now, Duration: time.Millisecond}
		h.traces.all = append(h.traces.all, journey.Trace{TraceID: journeytest.TraceID(id), Spans: []journey.Span{s}})
	}
	h.logs.lines = append(added, h.logs.lines...)
	for _, tail := range h.tails {
		tail <- slices.DeleteFunc(slices.Clone(added), func(l journey.Line) bool { return !strings.Contains(l.Body, "boom") })
	}
}

// fetched returns how often the trace of a request was fetched.
func (h *happening) fetched(id int) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.gets[journeytest.TraceID(id)]
}

// cut breaks all tails, also new ones, until it is called with nil.
func (h *happening) cut(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.broken = err
	for _, tail := range h.tails {
		close(tail)
	}
	h.tails = nil
}

func (h *happening) Tail(ctx context.Context, _ string, _ time.Time) iter.Seq2[[]journey.Line, error] {
	return func(yield func([]journey.Line, error) bool) {
		h.mu.Lock()
		if h.broken != nil {
			defer h.mu.Unlock()
			yield(nil, h.broken)
			return
		}
		tail := make(chan []journey.Line, 100)
		tail <- nil
		h.tails = append(h.tails, tail)
		h.mu.Unlock()
		for {
			select {
			case <-ctx.Done():
				yield(nil, ctx.Err())
				return
			case lines, ok := <-tail:
				if !ok {
					yield(nil, h.broken)
					return
				}
				yield(lines, nil)
			}
		}
	}
}

// The two sources of a happening.
type (
	logSide struct {
		journey.LogSource
		h *happening
	}
	traceSide struct {
		journey.TraceSource
		h      *happening
		budget *journey.MemoryBudget
	}
)

func (s logSide) Search(ctx context.Context, logql string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	s.h.mu.Lock()
	defer s.h.mu.Unlock()
	return s.h.logs.Search(ctx, logql, in, limit)
}

func (s logSide) Pages(ctx context.Context, logql string, in journey.TimeRange, limit int) iter.Seq2[journey.LogResult, error] {
	return func(yield func(journey.LogResult, error) bool) { yield(s.Search(ctx, logql, in, limit)) }
}

func (s logSide) Lines(_ context.Context, wanted []journey.FoundTrace, limit int) (journey.LogResult, error) {
	s.h.mu.Lock()
	defer s.h.mu.Unlock()
	everywhere := journey.TimeRange{From: time.Now().Add(-time.Hour), To: time.Now().Add(time.Hour)}
	return s.h.logs.pick(limit, everywhere, func(l journey.Line) bool {
		return slices.ContainsFunc(wanted, func(w journey.FoundTrace) bool {
			return journeytest.Extract(&l).TraceID == w.TraceID && !l.Time.Before(w.Range.From) && l.Time.Before(w.Range.To)
		})
	})
}

func (s traceSide) Within(b *journey.MemoryBudget) journey.TraceSource {
	s.budget = b
	return s
}

func (s traceSide) Search(ctx context.Context, traceql string, in journey.TimeRange, limit int) (journey.TraceResult, error) {
	s.h.mu.Lock()
	defer s.h.mu.Unlock()
	return s.h.traces.Search(ctx, traceql, in, limit)
}

func (s traceSide) Summaries(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	return s.Get(ctx, foundTraces)
}

func (s traceSide) Get(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	s.h.mu.Lock()
	s.h.begun++
	slow := s.h.slow
	s.h.mu.Unlock()
	time.Sleep(slow) // of the bubble's time
	s.h.mu.Lock()
	defer s.h.mu.Unlock()
	s.h.within[s.budget] = true
	for _, one := range foundTraces {
		s.h.gets[one.TraceID]++
	}
	return s.h.traces.Get(ctx, foundTraces)
}

func (h *happening) finder() *find.Finder {
	return &find.Finder{Logs: logSide{h: h}, LogTail: h, Traces: traceSide{h: h}, Extract: journeytest.Extract, Slack: time.Second, Limits: journey.DefaultLimits()}
}
