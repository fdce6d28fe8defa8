package loki_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/loki"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// TestRealLokiLimits asks a real Loki that allows little.
func TestRealLokiLimits(t *testing.T) {
	server := stack.ForTestWith(t, map[string]string{"MAX_ENTRIES": "10", "MAX_QUERY_LENGTH": "10m", "MAX_QUERY_LOOKBACK": "2h"})
	for name, test := range map[string]func(*testing.T, *fixture){
		"few lines an answer, asked at once": testFewLinesAtOnce,
		"short ranges":                       testShortRanges,
		"names over a long range":            testNamesOverLongRange,
		"a lookback":                         testLookback,
		"a range before the lookback":        testBeforeLookback,
	} {
		t.Run(name, func(t *testing.T) { test(t, newFixture(t, server.LokiURL)) })
	}
}

// together lets the first requests that want so many lines go when that many of
// them wait, so that none knows the answer to another.
type together struct {
	limit string
	many  int

	mu      sync.Mutex
	waiting int
	all     chan struct{}
}

func (w *together) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Query().Get("limit") == w.limit {
		w.mu.Lock()
		if w.waiting++; w.waiting == w.many {
			close(w.all)
		}
		w.mu.Unlock()
		<-w.all
	}
	return http.DefaultTransport.RoundTrip(r)
}

func testFewLinesAtOnce(t *testing.T, f *fixture) {
	const requests, each = 4, 15
	var wanted []journey.FoundTrace
	for n := range requests {
		traceID := fmt.Sprintf("%031xa", n+1)
		offset := time.Duration(-10*n) * time.Minute
		for i := range each {
			f.push(t, line{body: fmt.Sprintf("trace_id=%s line %d", traceID, i), offset: offset + time.Duration(i)*time.Millisecond})
		}
		at := f.at.Add(offset)
		wanted = append(wanted, journey.FoundTrace{TraceID: id(t, traceID), Range: journey.TimeRange{From: at.Add(-time.Minute), To: at.Add(time.Minute)}})
	}
	client := &http.Client{Transport: &together{limit: "1000", many: requests, all: make(chan struct{})}}
	source, err := loki.New(loki.Options{URL: f.url, Client: client, Scope: f.selector()})
	require.NoError(t, err)
	got, err := source.Lines(t.Context(), wanted, 1000)
	require.NoError(t, err)
	require.Len(t, got.Lines, requests*each)
	require.False(t, got.Cut)
}

func testShortRanges(t *testing.T, f *fixture) {
	f.push(t, line{body: "old", offset: -100 * time.Minute}, line{body: "older", offset: -105 * time.Minute, labels: map[string]string{"age": "older"}},
		line{body: "new", labels: map[string]string{"age": "new"}})
	in := journey.TimeRange{From: f.in.To.Add(-115 * time.Minute), To: f.in.To}
	for range 2 { // the second time the limit is known
		got, err := f.source.Search(t.Context(), f.selector(), in, 100)
		require.NoError(t, err)
		require.Equal(t, []string{"new", "old", "older"}, bodies(got.Lines))
		require.False(t, got.Cut)
		require.Empty(t, got.Notices)
	}
	got, err := f.source.Search(t.Context(), f.selector(), in, 2)
	require.NoError(t, err)
	require.Equal(t, []string{"new", "old"}, bodies(got.Lines))
	require.True(t, got.Cut)
}

func testNamesOverLongRange(t *testing.T, f *fixture) {
	f.push(t, line{body: "colour=red"})
	in := journey.TimeRange{From: f.in.To.Add(-time.Hour), To: f.in.To}
	labels, err := f.scoped(t, f.selector()).Labels(t.Context(), f.selector(), in)
	require.NoError(t, err)
	require.Contains(t, labels, "run")
	values, err := f.scoped(t, f.selector()).LabelValues(t.Context(), "run", "", in)
	require.NoError(t, err)
	require.Contains(t, values, f.run)
	streams, err := f.scoped(t, f.selector()).Streams(t.Context(), in)
	require.NoError(t, err)
	require.Len(t, streams, 1)
	fields, err := f.scoped(t, f.selector()).Fields(t.Context(), f.selector(), in)
	require.NoError(t, err)
	require.Contains(t, fields, "colour")
}

func testLookback(t *testing.T, f *fixture) {
	f.push(t, line{body: "seen", offset: -time.Hour}, line{body: "not searched", offset: -150 * time.Minute, labels: map[string]string{"age": "old"}})
	in := journey.TimeRange{From: f.in.To.Add(-4 * time.Hour), To: f.in.To}
	for range 2 {
		got, err := f.source.Search(t.Context(), f.selector(), in, 10)
		require.NoError(t, err)
		require.Equal(t, []string{"seen"}, bodies(got.Lines))
		require.WithinDuration(t, time.Now().Add(-2*time.Hour), got.Searched.From, time.Minute)
		require.Equal(t, in.To, got.Searched.To)
		require.Equal(t, []journey.Notice{{
			Severity: journey.SeverityWarning,
			Text:     "Loki does not search further back than 2 hours (max_query_lookback): only " + httpsource.Between(got.Searched) + " was searched.",
		}}, got.Notices)
	}
}

func testBeforeLookback(t *testing.T, f *fixture) {
	f.push(t, line{body: "not searched", offset: -150 * time.Minute, labels: map[string]string{"age": "old"}})
	in := journey.TimeRange{From: f.in.To.Add(-4 * time.Hour), To: f.in.To.Add(-3 * time.Hour)}
	const want = "Loki does not search further back than 2 hours (max_query_lookback), so nothing in this time range was searched."
	for range 2 {
		got, err := f.source.Search(t.Context(), f.selector(), in, 10)
		require.NoError(t, err)
		require.Empty(t, got.Lines)
		require.Equal(t, []journey.Notice{{Severity: journey.SeverityWarning, Text: want}}, got.Notices)
	}
	got, err := f.source.Lines(t.Context(), []journey.FoundTrace{{TraceID: id(t, strings.Repeat("a", 32)), Range: in}}, 10)
	require.NoError(t, err)
	require.Equal(t, []journey.Notice{{Severity: journey.SeverityWarning, Text: want}}, got.Notices)
}
