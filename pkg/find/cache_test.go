package find_test

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

// asked records which traces were fetched.
type asked struct {
	*traces
	ids []string
}

func (a *asked) Get(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	for _, s := range foundTraces {
		a.ids = append(a.ids, strings.TrimLeft(s.TraceID.String(), "0"))
	}
	return a.traces.Get(ctx, foundTraces)
}

// want checks which traces were fetched since the last call.
func (a *asked) want(t *testing.T, want string) {
	t.Helper()
	if got := strings.Join(a.ids, " "); got != want {
		t.Errorf("asked for traces %q, want %q", got, want)
	}
	a.ids = nil
}

const plenty = 1 << 20

func keeping(t *testing.T, kept *find.Cache, now time.Time) (*find.Finder, *logs, *asked) {
	l, s := world(t)
	a := &asked{traces: s}
	return &find.Finder{
		Logs: l, Traces: a, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits(),
		Cache: kept.For("ann"), Now: func() time.Time { return now },
	}, l, a
}

func wholeSearch(logql string) journey.Query {
	return journey.Query{Type: journey.QuerySearch, LogQL: logql, Range: hour, Limit: 10, Depth: journey.DepthWhole}
}

func mustFind(t *testing.T, f *find.Finder, q journey.Query) *journey.Result {
	t.Helper()
	res, err := f.Find(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func dumps(res *journey.Result) string {
	var b strings.Builder
	for _, j := range res.Journeys {
		fmt.Fprintf(&b, "%s\n%v\n", journeytest.Dump(j), j.Findings)
	}
	return b.String()
}

// TestFinishedJourneysAreNotFetchedTwice: Tempo does not know trace 3 yet, but may
// receive it later.
func TestFinishedJourneysAreNotFetchedTwice(t *testing.T) {
	f, _, a := keeping(t, find.NewCache(plenty), journeytest.At(int(time.Hour.Milliseconds())))
	first := mustFind(t, f, wholeSearch("boom"))
	a.want(t, "3 2")
	second := mustFind(t, f, wholeSearch("boom"))
	a.want(t, "3")
	journeytest.WantText(t, dumps(second), dumps(first))
	if second.Cached != 1 {
		t.Errorf("got %d cached journeys, want 1", second.Cached)
	}
	mustFind(t, f, journey.Query{Type: journey.QueryJourney, TraceID: journeytest.TraceID(2), Range: hour, Limit: 1})
	a.want(t, "")
}

func TestUnfinishedJourneysAreFetchedAgain(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*find.Finder, *logs, *asked)
		query  journey.Query // run twice
		want   string
	}{
		// The unknown trace 3 is read again at once, too.
		"it ended just now":      {func(f *find.Finder, _ *logs, _ *asked) { f.Now = func() time.Time { return journeytest.At(5200) } }, wholeSearch("boom"), "3 2 3"},
		"its lines are cut":      {func(f *find.Finder, _ *logs, _ *asked) { f.Limits.Lines = 1 }, wholeSearch("boom"), "3 2"},
		"it is truncated":        {func(_ *find.Finder, _ *logs, a *asked) { a.all[1].Truncated = "too large" }, wholeSearch("boom"), "3 2"},
		"another owner's":        {func(f *find.Finder, _ *logs, _ *asked) { f.Cache = find.NewCache(plenty).For("bob") }, wholeSearch("boom"), "3"},
		"the cache is too small": {func(f *find.Finder, _ *logs, _ *asked) { f.Cache = find.NewCache(100).For("ann") }, wholeSearch("boom"), "3 2"},
		"there is no cache":      {func(f *find.Finder, _ *logs, _ *asked) { f.Cache = find.OwnerCache{} }, wholeSearch("boom"), "3 2"},
		"finished long ago":      {func(*find.Finder, *logs, *asked) {}, wholeSearch("boom"), "3"},
	} {
		t.Run(name, func(t *testing.T) {
			f, l, a := keeping(t, find.NewCache(plenty), journeytest.At(int(time.Hour.Milliseconds())))
			tc.change(f, l, a)
			mustFind(t, f, tc.query)
			a.want(t, cmp.Or(map[string]string{"it ended just now": "3 2 3"}[name], "3 2"))
			mustFind(t, f, tc.query)
			a.want(t, tc.want)
		})
	}
}

// TestOwnersShareNothing: users may see different data.
func TestOwnersShareNothing(t *testing.T) {
	kept := find.NewCache(plenty)
	f, _, a := keeping(t, kept, journeytest.At(int(time.Hour.Milliseconds())))
	mustFind(t, f, wholeSearch("boom"))
	a.want(t, "3 2")
	f.Cache = kept.For("bob")
	mustFind(t, f, wholeSearch("boom"))
	a.want(t, "3 2")
}

// TestALateLineIsShown: the search finds a line that the cached journey lacks.
func TestALateLineIsShown(t *testing.T) {
	f, l, a := keeping(t, find.NewCache(plenty), journeytest.At(int(time.Hour.Milliseconds())))
	mustFind(t, f, wholeSearch("boom"))
	l.lines = append(l.lines, journeytest.Lines(t, "5060 2 1 shop boom again")...)
	a.want(t, "3 2")
	res := mustFind(t, f, wholeSearch("boom"))
	a.want(t, "3 2")
	if n := len(res.Journeys[1].Lines); n != 2 {
		t.Errorf("got %d lines, want the late one too", n)
	}
}

// TestASummaryIsNotShownAsWhole: a list caches summaries, which have less than a
// journey's own page shows.
func TestASummaryIsNotShownAsWhole(t *testing.T) {
	f, _, a := keeping(t, find.NewCache(plenty), journeytest.At(int(time.Hour.Milliseconds())))
	list := wholeSearch("boom")
	list.Depth = journey.DepthSummary
	mustFind(t, f, list)
	a.ids = nil
	mustFind(t, f, wholeSearch("boom"))
	a.want(t, "3 2")
	mustFind(t, f, list)
	a.want(t, "3")
}

// TestTheLeastRecentlyUsedIsEvicted has three journeys and a cache for two.
func TestTheLeastRecentlyUsedIsEvicted(t *testing.T) {
	s := &traces{}
	for id := 1; id <= 3; id++ {
		s.all = append(s.all, journeytest.Trace(t, id, fmt.Sprintf("shop server %d %d GET", id*1000, id*1000+100)))
	}
	a := &asked{traces: s}
	f := &find.Finder{
		Logs: &logs{}, Traces: a, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits(),
		Now: func() time.Time { return journeytest.At(int(time.Hour.Milliseconds())) },
	}
	byID := func(n int) journey.Query {
		return journey.Query{Type: journey.QueryJourney, TraceID: journeytest.TraceID(n), Range: hour, Limit: 1}
	}
	for _, tc := range []struct {
		asks, want string
	}{
		{"1 2 1 2", "1 2"},
		{"1 2 3 3", "1 2 3"},
		{"1 2 1 3 1 2", "1 2 3 2"},
	} {
		f.Cache = find.NewCache(5 * find.BytesOf(mustFind(t, f, byID(1)).Journeys[0]) / 2).For("ann")
		a.ids = nil
		for _, n := range strings.Fields(tc.asks) {
			mustFind(t, f, byID(journeytest.Number(t, n)))
		}
		a.want(t, tc.want)
	}
}

// TestOneJourneyMayFillTheCache: a user who opens a large trace often opens it again.
func TestOneJourneyMayFillTheCache(t *testing.T) {
	f, _, a := keeping(t, nil, journeytest.At(int(time.Hour.Milliseconds())))
	byID := journey.Query{Type: journey.QueryJourney, TraceID: journeytest.TraceID(2), Range: hour, Limit: 1}
	bytes := find.BytesOf(mustFind(t, f, byID).Journeys[0])
	for max, want := range map[int64]string{bytes - 1: "2 2", bytes: "2"} {
		f.Cache = find.NewCache(max).For("ann")
		a.ids = nil
		mustFind(t, f, byID)
		mustFind(t, f, byID)
		a.want(t, want)
	}
}
