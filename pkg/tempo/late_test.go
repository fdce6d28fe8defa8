package tempo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// TestNewestIsNotSearched: Tempo 3.0 leaves out the newest 30 seconds, and the
// answer says so, however it became known.
func TestNewestIsNotSearched(t *testing.T) {
	for name, change := range map[string]func(*fakeTempo){
		"by a refusal":                        func(*fakeTempo) {},
		"without a version":                   func(f *fakeTempo) { f.version = "" },
		"by the version, without a limit":     func(f *fakeTempo) { f.longest = 0 },
		"by the version, without any refusal": func(f *fakeTempo) { f.longest, f.mostSpans = 0, 0 },
		"2.10, configured so":                 func(f *fakeTempo) { f.version = "v2.10.8" },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeTempo()
			f.now = atNoon
			change(f)
			f.wrote(1, 10*time.Second, nil)
			old := f.wrote(2, 40*time.Second, nil)
			for way, source := range f.both(t) {
				got, err := source.Search(t.Context(), "{ }", lastFrom(f.now(), time.Hour), 10)
				require.NoError(t, err, way)
				require.Equal(t, []journey.TraceID{old}, ids(got.Found), way)
				require.Equal(t, 30*time.Second, got.Late, way)
				require.Equal(t, journey.TimeRange{From: f.now().Add(-time.Hour), To: f.now().Add(-30 * time.Second)}, got.Searched, way)
				require.Equal(t, 1, got.Stats.Requests, way)

				got, err = source.Search(t.Context(), "{ }", lastFrom(f.now().Add(-time.Minute), time.Hour), 10)
				require.NoError(t, err, way)
				require.Zero(t, got.Late, "%s: all of this range was searched", way)
				require.Zero(t, got.Searched, way)
			}
		})
	}
}

// TestNothingIsLate where a Tempo searches up to now; 2.10 does, too, but never
// beyond now.
func TestNothingIsLate(t *testing.T) {
	for _, version := range []string{"2.8.4", "2.9.0", "v2.10.8", "3.0.3", "main-0123abc", ""} {
		f := newFakeTempo()
		f.now, f.version, f.cutoff = atNoon, version, 0
		id := f.wrote(1, time.Second, nil)
		got, err := withClock(f.web(t), f.now).Search(t.Context(), "{ }", lastFrom(f.now(), time.Hour), 10)
		require.NoError(t, err, version)
		require.Equal(t, []journey.TraceID{id}, ids(got.Found), version)
		require.Zero(t, got.Late, version)
		require.Zero(t, got.Searched, version)
	}
}

func withClock(s *Source, now func() time.Time) *Source {
	s.now = now
	return s
}

// TestRangesWithinTheNewest: of such a range Tempo 3.0 refuses a search, or
// searches the last 15 minutes instead. What it then finds does not count, and
// once this is known it is not asked.
func TestRangesWithinTheNewest(t *testing.T) {
	for _, version := range []string{"3.0.3", ""} {
		for _, length := range []time.Duration{10 * time.Second, 29 * time.Second, 30 * time.Second} {
			f := newFakeTempo()
			f.now, f.version = atNoon, version
			f.wrote(1, time.Second, nil)
			f.wrote(2, time.Minute, nil)
			for way, source := range f.both(t) {
				in := lastFrom(f.now(), length)
				for tries := range 2 {
					asked := len(f.asked())
					got, err := source.Search(t.Context(), "{ }", in, 1)
					require.NoError(t, err, way)
					require.Empty(t, got.Found, way)
					require.False(t, got.Cut, way)
					require.Equal(t, 30*time.Second, got.Late, way)
					require.Equal(t, journey.TimeRange{From: in.From, To: in.From}, got.Searched, way)
					require.True(t, tries == 0 || len(f.asked()) == asked, way)
				}
			}
		}
	}
}

// TestARefusalTellsHowLate: neither version nor limit is known, but a search is
// refused.
func TestARefusalTellsHowLate(t *testing.T) {
	f := newFakeTempo()
	f.now, f.version, f.longest = atNoon, "", 0
	for way, source := range f.both(t) {
		in := lastFrom(f.now(), 30*time.Second)
		got, err := source.Search(t.Context(), "{ }", in, 10)
		require.NoError(t, err, way)
		require.Equal(t, 30*time.Second, got.Late, way)
		require.Equal(t, journey.TimeRange{From: in.From, To: in.From}, got.Searched, way)
		require.Equal(t, 1, got.Stats.Requests, "%s: the hint most_recent is not to blame", way)
	}
}

// TestAWrongQueryIsStillOne on a Tempo that is late.
func TestAWrongQueryIsStillOne(t *testing.T) {
	f := newFakeTempo()
	for way, source := range f.both(t) {
		_, err := source.Search(t.Context(), "oops", lastFrom(f.now(), time.Hour), 10)
		require.Equal(t, journey.ErrBadQuery, kindOfFault(t, err), way)
	}
}

// TestLagging: a search that the live store refuses is one clear sentence, and
// says nothing against the stream.
func TestLagging(t *testing.T) {
	f := newFakeTempo()
	f.lagging.Store(true)
	for way, source := range f.both(t) {
		got, err := source.Search(t.Context(), "{ }", lastFrom(f.now(), time.Hour), 10)
		require.EqualError(t, err, "Tempo refuses to search the newest data because it has not caught up with what was written: try again in a moment, or end the time range earlier", way)
		require.Equal(t, 1, got.Stats.Requests, way)
		require.True(t, source.stream == nil || source.stream.usable(), way)
	}
}

// finder has no logs.
func finder(source *Source, now func() time.Time) find.Finder {
	return find.Finder{
		Logs: noLogs{}, Traces: source, Extract: func(*journey.Line) journey.TraceContext { return journey.TraceContext{} },
		Slack: journey.DefaultSlack, Limits: journey.DefaultLimits(), Now: now,
	}
}

func told(res *journey.Result) string {
	var b strings.Builder
	list := frames.Encode(res, []string{frames.Journeys}, "A")[0]
	body, _ := list.FieldByName("body")
	for i := range body.Len() {
		fmt.Fprintf(&b, "%v\n", body.At(i))
	}
	for _, n := range list.Meta.Notices {
		fmt.Fprintln(&b, n.Text)
	}
	return b.String()
}

var productpage = map[string]string{"http.method": "GET", "http.url": "http://shop/productpage", "http.response.status_code": "200"}

const (
	onlyList = "Line counts include only lines your query matched. Open a request to load the rest.\n"
	noLines  = "Loki returned no lines for these requests. Check tenant, log scope and slack.\n"
)

// TestListOnTempo3 goes the whole way from a query to frames: what a span lacks
// is not "nil", and what is not searched is said.
func TestListOnTempo3(t *testing.T) {
	const late = "Tempo does not search the newest 30 seconds, so requests since 12:00:30 UTC are missing. You can open them by trace ID.\n"
	for _, version := range []string{"3.0.3", ""} {
		f := newFakeTempo()
		f.now, f.version = atNoon, version
		young := f.wrote(1, 10*time.Second, map[string]string{"http.method": "GET", "http.url": "http://shop/young"})
		f.wrote(2, 5*time.Minute, productpage)
		f.wrote(3, 6*time.Minute, nil)
		for way, source := range f.both(t) {
			finder := finder(source, f.now)
			search := journey.Query{Type: journey.QuerySearch, TraceQL: "{ }", Range: lastFrom(f.now(), time.Hour), Limit: 10, Depth: journey.DepthSummary}
			res, err := finder.Find(t.Context(), search)
			require.NoError(t, err, way)
			require.Equal(t, "GET /productpage\ningress\n"+late+onlyList, told(res), way)
			require.NotContains(t, fmt.Sprint(res.Journeys[0].Spans[0], res.Journeys[1].Spans[0]), "nil}", way)
			require.Equal(t, 2, res.Tempo.Stats.Requests, "%s: both are read as summaries", way)

			res, err = finder.Find(t.Context(), journey.Query{Type: journey.QueryJourney, TraceID: young, Range: search.Range})
			require.NoError(t, err, way)
			require.Equal(t, "GET /young\n"+noLines, told(res), way)

			search.Range = lastFrom(f.now(), 15*time.Second)
			res, err = finder.Find(t.Context(), search)
			require.NoError(t, err, way)
			require.Equal(t, strings.Replace(late, "12:00:30", "12:00:45", 1), told(res), way)
		}
	}
}

// TestYoungRequestsAreFetchedByID where a search would leave out a part of them.
func TestYoungRequestsAreFetchedByID(t *testing.T) {
	f := newFakeTempo()
	f.now = atNoon
	young, old := f.wrote(1, 10*time.Second, productpage), f.wrote(2, 5*time.Minute, productpage)
	seen := func(ago time.Duration) journey.TimeRange {
		return journey.TimeRange{From: f.now().Add(-ago), To: f.now().Add(1 - ago)}.Widen(journey.DefaultSlack)
	}
	for way, source := range f.both(t) {
		traces, stats := source.Summaries(t.Context(), []journey.FoundTrace{{TraceID: young, Range: seen(10 * time.Second)}, {TraceID: old, Range: seen(5 * time.Minute)}})
		require.True(t, traces[0].Partial, way)
		require.Empty(t, traces[0].Spans, way)
		require.False(t, traces[1].Partial, way)
		require.Len(t, traces[1].Spans, 1, way)
		require.Equal(t, 1, stats.Requests, way)
	}
}

// TestRefusedYoungRequests: when nothing is known of the server yet, such a search
// is refused. That says nothing against the next one.
func TestRefusedYoungRequests(t *testing.T) {
	f := newFakeTempo()
	f.now, f.version, f.longest = atNoon, "", 0
	young, old := f.wrote(1, 30*time.Second, productpage), f.wrote(2, 5*time.Minute, productpage)
	seen := func(ago time.Duration) journey.TimeRange {
		return journey.TimeRange{From: f.now().Add(-ago), To: f.now().Add(time.Second - ago)}
	}
	for way, source := range f.both(t) {
		traces, _ := source.Summaries(t.Context(), []journey.FoundTrace{{TraceID: young, Range: seen(30 * time.Second)}})
		require.True(t, traces[0].Partial, way)
		traces, _ = source.Summaries(t.Context(), []journey.FoundTrace{{TraceID: old, Range: seen(5 * time.Minute)}})
		require.False(t, traces[0].Partial, way)
	}
}

// TestFollowingTempo3: a live list says how late it is, and every request comes.
func TestFollowingTempo3(t *testing.T) {
	const late = "Tempo does not search the newest 30 seconds, so requests appear with that delay.\n"
	for _, version := range []string{"3.0.3", ""} {
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(345 * time.Millisecond)
			f := newFakeTempo()
			f.version = version
			if version == "" {
				f.longest = 0 // nothing but the refusal of the first poll tells
			}
			f.wrote(1, time.Minute, productpage)
			finder := finder(f.web(t), nil)
			q := journey.Query{Type: journey.QuerySearch, TraceQL: "{ }", Range: lastFrom(time.Now(), time.Hour), Limit: 10, Depth: journey.DepthSummary}
			ctx, cancel := context.WithCancel(t.Context())
			var shown atomic.Value
			ended := make(chan error, 1)
			go func() {
				ended <- finder.Follow(ctx, q, func(res *journey.Result, _ journey.Progress) { shown.Store(told(res)) })
			}()
			after := func(d time.Duration) string { time.Sleep(d); synctest.Wait(); return shown.Load().(string) }

			require.Equal(t, "GET /productpage\n"+late, after(5*time.Second))
			f.wrote(2, 0, map[string]string{"http.method": "GET", "http.url": "http://shop/late"})
			require.Equal(t, "GET /productpage\n"+late, after(25*time.Second), "not searched yet")
			require.Equal(t, "GET /late\nGET /productpage\n"+late, after(10*time.Second))

			f.lagging.Store(true)
			const lags = "The search for the newest traces failed: Tempo refuses to search the newest data because it has not caught up with what was written: try again in a moment, or end the time range earlier\n"
			require.Contains(t, after(10*time.Second), lags+late)
			f.lagging.Store(false)
			f.wrote(3, 10*time.Second, map[string]string{"http.method": "GET", "http.url": "http://shop/lagged"})
			require.Equal(t, "GET /lagged\nGET /late\nGET /productpage\n"+late, after(40*time.Second))
			cancel()
			if err := <-ended; !errors.Is(err, context.Canceled) {
				t.Errorf("it ended with %v", err)
			}
		})
	}
}

// TestSuggestionsWithinTheNewest are of the minute before.
func TestSuggestionsWithinTheNewest(t *testing.T) {
	f := newFakeTempo()
	f.now = atNoon
	var start, end string
	source := withClock(open(t, Options{URL: "http://tempo", NoStream: true, Client: &http.Client{Transport: inProcess{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != pathTags {
			f.ServeHTTP(w, r)
			return
		}
		start, end = r.URL.Query().Get("start"), r.URL.Query().Get("end")
		w.Header().Set("Content-Type", jsonType)
		_, _ = w.Write([]byte(`{"scopes":[{"name":"span","tags":["b","a"]}]}`))
	})}}}), f.now)
	scopes, err := source.Tags(t.Context(), lastFrom(f.now(), 10*time.Second), 10)
	require.NoError(t, err)
	require.Equal(t, []Scope{{Name: "span", Tags: []string{"a", "b"}}}, scopes)
	require.Equal(t, fmt.Sprint(f.now().Add(-90*time.Second).Unix()), start)
	require.Equal(t, fmt.Sprint(f.now().Unix()+1), end)
}
