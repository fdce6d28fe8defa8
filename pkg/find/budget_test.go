package find_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

// dear are traces of one megabyte each, counted against the memory budget.
type dear struct {
	traces
	budget *journey.MemoryBudget
	*counted
}

// counted counts the traces that were read.
type counted struct {
	mu   sync.Mutex
	read int
}

func (d *dear) Within(b *journey.MemoryBudget) journey.TraceSource {
	own := *d
	own.budget = b
	return &own
}

func (d *dear) Summaries(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	return d.Get(ctx, foundTraces)
}

func (d *dear) Get(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	d.mu.Lock()
	defer d.mu.Unlock()
	out, stats := d.traces.Get(ctx, foundTraces)
	for i := range out {
		if d.budget.Take(1 << 20) {
			d.read++
			continue
		}
		out[i] = journey.Trace{TraceID: out[i].TraceID, Err: journey.NewSourceError("Tempo", journey.ErrTooMuch, 0, nil, "The budget is used up.")}
	}
	return out, stats
}

// TestAStreamHasOneBudget checks that a stream reads no more than a search, although
// it shows several intermediate results.
func TestAStreamHasOneBudget(t *testing.T) {
	const newest = "\nThe newest 15 of 30 matching requests are shown. Raise the limit or narrow the time range to see others."
	for megabytes, want := range map[int]string{
		30: "15 traces read, 15 spans shown",
		15: "15 traces read, 15 spans shown",
		10: "10 traces read, 10 spans shown\nSpans are missing: The budget is used up.",
	} {
		l := manyRequests(t, 30)
		d := &dear{counted: &counted{}}
		for id := 1; id <= 30; id++ {
			d.all = append(d.all, journeytest.Trace(t, id, "shop server 0 100 GET"))
		}
		f := find.Finder{Logs: l, Traces: d, Extract: journeytest.Extract, Slack: time.Hour, Limits: journey.DefaultLimits(), Now: func() time.Time { return hour.To }}
		f.Limits.Answers = megabytes
		lists := 0
		q := journey.Query{Type: journey.QuerySearch, Depth: journey.DepthLines, LogQL: "boom", Range: hour, Limit: 15}
		res, err := f.Stream(t.Context(), q, func(*journey.Result, journey.Progress) { lists++ })
		if err != nil {
			t.Fatal(err)
		}
		if lists < 3 {
			t.Errorf("it looked %d times at what it had found, want 3 or more", lists)
		}
		journeytest.WantText(t, d.account(res), want+newest)
	}
}

// account formats what a search has read, what it shows, and its notices.
func (d *dear) account(res *journey.Result) string {
	spans := 0
	for _, j := range res.Journeys {
		spans += len(j.Spans)
	}
	text := fmt.Sprintf("%d traces read, %d spans shown", d.read, spans)
	for _, n := range res.Notices {
		text += "\n" + n.Text
	}
	return text
}

// TestFollowingHasABudgetForEachUpdate checks that a live list never runs out of
// budget, and never reads without one.
func TestFollowingHasABudgetForEachUpdate(t *testing.T) {
	follow(t, journey.Query{LogQL: "boom"}, func(h *happening, now func() string) {
		now()
		for id := 2; id <= 4; id++ {
			h.write(id, true, "boom")
			now()
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		if len(h.within) < 4 || h.within[nil] {
			t.Errorf("traces were fetched within %d budgets, want one for each turn", len(h.within))
		}
	})
}
