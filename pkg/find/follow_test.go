package find_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

// happening is a world that changes while it is watched. What is written to it
// is there for searches; the tail yields it as long as it works.
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

// write adds lines of a request, given as bodies, and its span when span is set.
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

// fetched is how often the trace of a request was.
func (h *happening) fetched(id int) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.gets[journeytest.TraceID(id)]
}

// cut breaks the tail, and any new one, until it is called with nil.
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

// sides are the two sources of a happening.
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

// follow watches a happening in a time of its own; now says what
// is shown once what has just happened is.
func follow(t *testing.T, q journey.Query, watch func(h *happening, now func() string)) {
	synctest.Test(t, func(t *testing.T) {
		h := &happening{gets: map[journey.TraceID]int{}, within: map[*journey.MemoryBudget]bool{}}
		f := find.Finder{Logs: logSide{h: h}, LogTail: h, Traces: traceSide{h: h}, Extract: journeytest.Extract, Slack: time.Second, Limits: journey.DefaultLimits()}
		q.Type, q.Depth, q.Limit = journey.QuerySearch, journey.DepthLines, cmp.Or(q.Limit, 2)
		q.Range = journey.TimeRange{From: time.Now().Add(-time.Hour), To: time.Now()}
		h.write(1, true, "boom of old")
		q.Range.To = time.Now().Add(1)
		ctx, cancel := context.WithCancel(t.Context())
		var mu sync.Mutex
		var shown string
		ended := make(chan error)
		go func() {
			ended <- f.Follow(ctx, q, func(res *journey.Result, _ journey.Progress) {
				mu.Lock()
				defer mu.Unlock()
				shown = summary(res)
			})
		}()
		watch(h, func() string {
			time.Sleep(showEvery) // of the bubble's time
			synctest.Wait()
			mu.Lock()
			defer mu.Unlock()
			return shown
		})
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("it ended with %v", err)
		}
	})
}

const showEvery = 1100 * time.Millisecond

func summary(res *journey.Result) string {
	if res == nil {
		return "nothing"
	}
	var b strings.Builder
	for _, j := range res.Journeys {
		fmt.Fprintf(&b, "%s: %d spans, %d lines", j.TraceID.Short(), len(j.Spans), len(j.Lines))
		if slices.ContainsFunc(j.Findings, func(f journey.Finding) bool { return f.Code == journey.FindingYoung }) {
			b.WriteString(", young")
		}
		b.WriteString("\n")
	}
	for _, n := range res.Notices {
		fmt.Fprintln(&b, n.Text)
	}
	return b.String()
}

func TestFollowingLines(t *testing.T) {
	follow(t, journey.Query{LogQL: "boom"}, func(h *happening, now func() string) {
		journeytest.WantText(t, now(), `1: 1 spans, 1 lines`)
		h.write(2, false, "fine", "boom")
		journeytest.WantText(t, now(), `
			2: 0 spans, 2 lines, young
			1: 1 spans, 1 lines`)
		// What comes later of the same request is seen without another match.
		h.write(2, true, "fine again")
		now()
		journeytest.WantText(t, now(), `
			2: 1 spans, 3 lines
			1: 1 spans, 1 lines`)
		// The list moves.
		h.write(3, true, "boom")
		journeytest.WantText(t, now(), `
			3: 1 spans, 1 lines
			2: 1 spans, 3 lines`)
		// Who is settled is left alone.
		time.Sleep(2 * time.Minute)
		before := h.fetched(3)
		time.Sleep(time.Hour)
		if again := h.fetched(3) - before; again > 0 {
			t.Errorf("a settled request is fetched %d times in an hour", again)
		}
	})
}

// TestFollowingLeavesSlowServersHalfOfTheTime: with something to fetch at any
// time, a fetch of 10 s is followed by a pause of 10 s.
func TestFollowingLeavesSlowServersHalfOfTheTime(t *testing.T) {
	follow(t, journey.Query{LogQL: "boom"}, func(h *happening, now func() string) {
		now()
		h.mu.Lock()
		h.slow, h.begun = 10*time.Second, 0
		h.mu.Unlock()
		for id := 2; id < 102; id++ {
			h.write(id, true, "boom")
			time.Sleep(time.Second)
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.begun < 5 || h.begun > 6 {
			t.Errorf("%d fetches of 10 s in 100 s, want 5 or 6", h.begun)
		}
	})
}

func TestFollowingGoesOnWithoutATail(t *testing.T) {
	follow(t, journey.Query{LogQL: "boom"}, func(h *happening, now func() string) {
		now()
		h.cut(errors.New("the connection broke off"))
		h.write(2, true, "boom")
		time.Sleep(5 * time.Second)
		journeytest.WantText(t, now(), `
			2: 1 spans, 1 lines
			1: 1 spans, 1 lines
			The log lines come with a delay: the connection broke off. Meanwhile the newest lines are searched for every 2 seconds.`)
		h.cut(nil)
		time.Sleep(time.Minute)
		h.write(3, true, "boom")
		journeytest.WantText(t, now(), `
			3: 1 spans, 1 lines
			2: 1 spans, 1 lines`)
	})
}

func TestFollowingTraces(t *testing.T) {
	follow(t, journey.Query{TraceQL: "GET"}, func(h *happening, now func() string) {
		journeytest.WantText(t, now(), `1: 1 spans, 1 lines`)
		h.write(2, true, "fine")
		time.Sleep(5 * time.Second)
		journeytest.WantText(t, now(), `
			2: 1 spans, 1 lines
			1: 1 spans, 1 lines`)
	})
}

func TestFollowingBoth(t *testing.T) {
	follow(t, journey.Query{LogQL: "boom", TraceQL: "GET"}, func(h *happening, now func() string) {
		h.write(2, false, "boom")
		h.write(3, true, "fine")
		time.Sleep(5 * time.Second)
		journeytest.WantText(t, now(), `1: 1 spans, 1 lines`)
		h.write(2, true)
		time.Sleep(5 * time.Second)
		journeytest.WantText(t, now(), `
			2: 1 spans, 1 lines
			1: 1 spans, 1 lines`)
	})
}

// TestFollowingYoungRequests holds that a request whose spans never come is young for
// a minute, and then what it is, though nothing else happens.
func TestFollowingYoungRequests(t *testing.T) {
	follow(t, journey.Query{LogQL: "boom", Limit: 1}, func(h *happening, now func() string) {
		now()
		h.write(2, false, "boom")
		journeytest.WantText(t, now(), "2: 0 spans, 1 lines, young")
		time.Sleep(30 * time.Second)
		journeytest.WantText(t, now(), "2: 0 spans, 1 lines, young")
		time.Sleep(time.Minute)
		journeytest.WantText(t, now(), "2: 0 spans, 1 lines")
	})
}

func TestFollowingAWrongQuery(t *testing.T) {
	f := find.Finder{Logs: &logs{err: wrong("Loki")}, Traces: &traces{}, Extract: journeytest.Extract, Limits: journey.DefaultLimits()}
	q := journey.Query{Type: journey.QuerySearch, Depth: journey.DepthLines, LogQL: "boom", Range: hour, Limit: 2}
	err := f.Follow(t.Context(), q, func(*journey.Result, journey.Progress) {})
	if err == nil || err.Error() != wrong("Loki").Error() {
		t.Errorf("got %v", err)
	}
}
