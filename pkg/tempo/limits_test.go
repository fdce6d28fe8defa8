package tempo

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// atNoon has a clock stand still, at a fraction of a second.
func atNoon() time.Time { return time.Date(2026, 12, 1, 12, 1, 0, 345_000_000, time.UTC) }

func lastFrom(now time.Time, d time.Duration) journey.TimeRange {
	return journey.TimeRange{From: now.Add(-d), To: now}
}

func TestWholeSeconds(t *testing.T) {
	const second = time.Second
	base := time.Unix(1_800_000_000, 0)
	for _, test := range []struct {
		name                  string
		from, length          time.Duration // from the second
		wantFrom, wantSeconds int64
	}{
		{"seven days, as Grafana asks", 345 * time.Millisecond, 168 * time.Hour, 1, 604_800},
		{"seven days on the second", 0, 168 * time.Hour, 0, 604_800},
		{"a millisecond more", 345 * time.Millisecond, 168*time.Hour + time.Millisecond, 0, 604_801},
		{"a fraction that fits", 200 * time.Millisecond, time.Hour + 700*time.Millisecond, 0, 3601},
		{"a fraction that does not", 900 * time.Millisecond, time.Hour - 700*time.Millisecond, 1, 3600},
		{"two minutes", 999 * time.Millisecond, 2 * time.Minute, 1, 120},
		{"short ranges lose nothing", 999 * time.Millisecond, time.Minute, 0, 61},
		{"nor do very short ones", 999 * time.Millisecond, 2 * time.Millisecond, 0, 2},
		{"nothing is still a second", 500 * time.Millisecond, 0, 0, 1},
		{"nothing on the second", 0, 0, 0, 1},
	} {
		in := journey.TimeRange{From: base.Add(test.from), To: base.Add(test.from + test.length)}
		got := wholeSeconds(in)
		start, end := seconds(got)
		require.Equal(t, test.wantFrom, start-base.Unix(), test.name)
		require.Equal(t, test.wantSeconds, end-start, test.name)
		require.False(t, got.To.Before(in.To), test.name)
		require.Less(t, got.From.Sub(in.From), second, test.name)
	}
}

// TestLastSevenDays: the range that Grafana offers is not refused by Tempo's
// default, and costs one search.
func TestLastSevenDays(t *testing.T) {
	f := newFakeTempo()
	f.now, f.version, f.cutoff = atNoon, "2.9.0", 0
	id := f.wrote(1, 168*time.Hour-time.Second, nil)
	for name, source := range f.both(t) {
		got, err := source.Search(t.Context(), "{ }", lastFrom(f.now(), 168*time.Hour), 10)
		require.NoError(t, err, name)
		require.Len(t, got.Found, 1, name)
		require.Equal(t, id, got.Found[0].TraceID, name)
		require.Equal(t, 1, got.Stats.Requests, name)
		require.Zero(t, got.Searched, name)
		require.Empty(t, got.Notices, name)
	}
}

// TestRangesInParts: what is longer than Tempo allows is searched in parts, the
// newest first.
func TestRangesInParts(t *testing.T) {
	f := newFakeTempo()
	f.now, f.version, f.cutoff = atNoon, "2.9.0", 0
	var want []journey.TraceID
	for day := range byte(30) {
		want = append(want, f.wrote(day, time.Duration(day)*24*time.Hour+time.Minute, nil))
	}
	in := lastFrom(f.now(), 30*24*time.Hour)
	for name, source := range f.both(t) {
		for _, test := range []struct {
			limit, found, requests int
			cut                    bool
		}{
			{100, 30, 6, false}, // the first is refused
			{100, 30, 5, false}, // it is known now what is allowed
			{8, 8, 2, true},
			{7, 7, 1, true},
		} {
			got, err := source.Search(t.Context(), "{ }", in, test.limit)
			require.NoError(t, err, name)
			require.Equal(t, want[:test.found], ids(got.Found), name)
			require.Equal(t, test.cut, got.Cut, name)
			require.Equal(t, test.requests, got.Stats.Requests, name)
			require.Zero(t, got.Searched, name)
			require.Empty(t, got.Notices, name)
		}
	}
}

func ids(foundTraces []journey.FoundTrace) (all []journey.TraceID) {
	for _, s := range foundTraces {
		all = append(all, s.TraceID)
	}
	return all
}

// TestTooManyParts: the number of searches is bounded, and the answer says which
// part of the range it is about.
func TestTooManyParts(t *testing.T) {
	f := newFakeTempo()
	f.now, f.version, f.cutoff, f.longest = atNoon, "2.9.0", 0, time.Hour
	f.wrote(1, time.Hour, nil)
	f.wrote(2, 17*time.Hour, nil)
	for name, source := range f.both(t) {
		got, err := source.Search(t.Context(), "{ }", lastFrom(f.now(), 24*time.Hour), 10)
		require.NoError(t, err, name)
		require.Equal(t, []journey.TraceID{{0: 0x10, 15: 1}}, ids(got.Found), name)
		require.Equal(t, []journey.Notice{{
			Severity: journey.SeverityWarning,
			Text: "Tempo allows searches of at most 1 hour: only 2026-11-30 20:01:01 to 2026-12-01 12:01:00 UTC was searched, in 16 parts. " +
				"Choose an earlier time range to search the rest.",
		}}, got.Notices, name)
		require.Equal(t, journey.TimeRange{From: time.Date(2026, 11, 30, 20, 1, 1, 0, time.UTC), To: f.now()},
			journey.TimeRange{From: got.Searched.From.UTC(), To: got.Searched.To}, name)
	}
}

// TestFewerResults: where Tempo returns fewer traces than are asked for, they
// are the newest, and the answer is marked as cut.
func TestFewerResults(t *testing.T) {
	f := newFakeTempo()
	f.now, f.version, f.cutoff, f.mostFound = atNoon, "2.9.0", 0, 20
	var want []journey.TraceID
	for n := range byte(30) {
		want = append(want, f.wrote(n, time.Duration(n)*time.Minute+5*time.Minute, nil))
	}
	for name, source := range f.both(t) {
		for _, requests := range []int{2, 1} {
			got, err := source.Search(t.Context(), "{ }", lastFrom(f.now(), time.Hour), 200)
			require.NoError(t, err, name)
			require.Equal(t, want[:20], ids(got.Found), name)
			require.True(t, got.Cut, name)
			require.Equal(t, 20, got.MaxResults, name)
			require.Equal(t, requests, got.Stats.Requests, name)
		}
		got, err := source.Search(t.Context(), "{ }", lastFrom(f.now(), 20*time.Minute), 200)
		require.NoError(t, err, name)
		require.Len(t, got.Found, 15, name)
		require.False(t, got.Cut, "%s: these are all", name)
		require.Zero(t, got.MaxResults, name)
	}
}

// TestSummariesWithinLimits: a batch that Tempo refuses becomes smaller ones.
func TestSummariesWithinLimits(t *testing.T) {
	for name, limit := range map[string]func(*fakeTempo){
		"range":   func(f *fakeTempo) { f.longest = time.Hour },
		"results": func(f *fakeTempo) { f.mostFound = 11 },
		"spans":   func(f *fakeTempo) { f.mostSpans = 10 },
		"all":     func(f *fakeTempo) { f.longest, f.mostFound, f.mostSpans = time.Hour, 11, 10 },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeTempo()
			f.now, f.version, f.cutoff = atNoon, "2.9.0", 0
			limit(f)
			var wanted []journey.FoundTrace
			for n := range byte(50) {
				start := f.now().Add(-time.Duration(n)*10*time.Minute - 5*time.Minute)
				seen := journey.TimeRange{From: start, To: start.Add(time.Millisecond)}.Widen(time.Minute)
				wanted = append(wanted, journey.FoundTrace{TraceID: f.wrote(n, f.now().Sub(start), map[string]string{"http.method": "GET"}), Range: seen})
			}
			for way, source := range f.both(t) {
				for range 2 {
					traces, _ := source.Summaries(t.Context(), wanted)
					for i, trace := range traces {
						require.False(t, trace.Partial, "%s: trace %d", way, i)
						require.Len(t, trace.Spans, 1, way)
					}
				}
			}
		})
	}
}

// TestOlderPartFails: what was found in newer parts stands.
func TestOlderPartFails(t *testing.T) {
	f := newFakeTempo()
	f.now, f.version, f.cutoff = atNoon, "2.9.0", 0
	id := f.wrote(1, time.Minute, nil)
	f.failing = f.now().Add(-100 * time.Hour)
	for name, source := range f.both(t) {
		got, err := source.Search(t.Context(), "{ }", lastFrom(f.now(), 336*time.Hour), 10)
		require.NoError(t, err, name)
		require.Equal(t, []journey.TraceID{id}, ids(got.Found), name)
		require.Equal(t, []journey.Notice{{
			Severity: journey.SeverityWarning,
			Text:     "Only 2026-11-24 12:01:01 to 2026-12-01 12:01:00 UTC was searched by TraceQL: Tempo failed (500, “boom”): try again, or look at its logs.",
		}}, got.Notices, name)
	}
}

// TestRefusalsThatStateNothingNew end: a server that contradicts itself is not
// asked for ever.
func TestRefusalsThatStateNothingNew(t *testing.T) {
	for _, text := range []string{
		"range specified by start and end exceeds 168h0m0s. received start=1 end=2",
		"limit 20 exceeds max limit 20", "limit 20 exceeds max limit 0", "spans per span set exceeds 1. received 1",
		"http parameter start must be before end. received start=7 end=1900000000",
	} {
		server := &streamer{err: fault400(text)}
		_, err := server.open(t, nil).Search(t.Context(), "{ }", hour, 20)
		require.ErrorContains(t, err, strings.Fields(text)[0], text)
	}
}

// TestDurationsAsTempoWritesThem reads them out of its sentence.
func TestDurationsAsTempoWritesThem(t *testing.T) {
	for d, want := range map[time.Duration]int64{168 * time.Hour: 604_800, 90 * time.Minute: 5400, 1500 * time.Millisecond: 1} {
		found := tooLong.FindStringSubmatch(fmt.Sprintf("range specified by start and end exceeds %s. received start=1 end=2", d))
		require.NotNil(t, found)
		require.Equal(t, want, wholeSecondsOf(found[1]), d)
	}
}
