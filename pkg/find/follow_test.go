package find_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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

// follow follows a query on a happening, in the fake time of a synctest bubble. now
// waits for the next update and returns what is shown.
func follow(t *testing.T, q journey.Query, watch func(h *happening, now func() string)) {
	synctest.Test(t, func(t *testing.T) {
		h := &happening{gets: map[journey.TraceID]int{}, within: map[*journey.MemoryBudget]bool{}}
		q.Type, q.Depth, q.Limit = journey.QuerySearch, journey.DepthLines, cmp.Or(q.Limit, 2)
		h.write(1, true, "boom of old")
		q.Range = journey.TimeRange{From: time.Now().Add(-time.Hour), To: time.Now().Add(1)}
		ctx, cancel := context.WithCancel(t.Context())
		var mu sync.Mutex
		var shown string
		ended := make(chan error)
		go func() {
			ended <- h.finder().Follow(ctx, q, func(res *journey.Result, _ journey.Progress) {
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
		// Later lines of the same request are fetched even if they do not match.
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
		// A settled request is not fetched again.
		time.Sleep(2 * time.Minute)
		before := h.fetched(3)
		time.Sleep(time.Hour)
		if again := h.fetched(3) - before; again > 0 {
			t.Errorf("a settled request is fetched %d times in an hour", again)
		}
	})
}

// TestFollowingPausesForSlowServers: even if there is always something to fetch, a
// pause of 10 s follows a fetch of 10 s.
func TestFollowingPausesForSlowServers(t *testing.T) {
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

func TestFollowingContinuesWithoutATail(t *testing.T) {
	follow(t, journey.Query{LogQL: "boom"}, func(h *happening, now func() string) {
		now()
		h.cut(errors.New("the connection broke off"))
		h.write(2, true, "boom")
		time.Sleep(5 * time.Second)
		journeytest.WantText(t, now(), `
			2: 1 spans, 1 lines
			1: 1 spans, 1 lines
			Loki's live tail stopped: the connection broke off. Until it works again, new lines are fetched every 2 seconds.`)
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

// TestFollowingYoungRequests checks that a request whose spans never arrive is young
// only for a minute, even if nothing else happens.
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
