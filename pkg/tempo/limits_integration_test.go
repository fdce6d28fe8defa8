package tempo_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	commonv1 "github.com/grafana/tempo/pkg/tempopb/common/v1"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/tempo"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// TestRealTempoLimits asks a real Tempo that allows little.
func TestRealTempoLimits(t *testing.T) {
	server := stack.ForTestWith(t, map[string]string{"MAX_DURATION": "1h", "MAX_RESULTS": "20", "MAX_SPANS": "10"})
	for name, test := range map[string]func(*testing.T, *fixture){
		"the longest range":     testLongestRange,
		"a range in parts":      testRangeInParts,
		"few results":           testFewResults,
		"summaries":             testSummariesWithinLimits,
		"names over long range": testNamesOverLongRange,
	} {
		t.Run(name, func(t *testing.T) { test(t, newFixture(t, server)) })
	}
}

// ways are new sources, which know nothing of the server yet.
func (f *fixture) ways(t *testing.T) map[string]*tempo.Source {
	t.Helper()
	return map[string]*tempo.Source{"gRPC": f.open(t, tempo.Options{}), "HTTP": f.open(t, tempo.Options{NoStream: true})}
}

func testLongestRange(t *testing.T, f *fixture) {
	f.push(t, f.span(newID(t), 1, 0, time.Millisecond))
	f.found(t, 1)
	to := f.at.Add(time.Minute + 345*time.Millisecond)
	for name, source := range f.ways(t) {
		got, err := source.Search(t.Context(), f.traceql(), journey.TimeRange{From: to.Add(-time.Hour), To: to}, 10)
		require.NoError(t, err, name)
		require.Len(t, got.Found, 1, name)
		require.Equal(t, 1, got.Stats.Requests, "%s: it is not refused", name)
	}
}

func testRangeInParts(t *testing.T, f *fixture) {
	var want []journey.TraceID
	for hours := range 3 {
		id := newID(t)
		f.push(t, f.span(id, 1, time.Duration(-hours)*time.Hour, time.Millisecond))
		want = append(want, id)
	}
	in := journey.TimeRange{From: f.at.Add(-3 * time.Hour), To: f.at.Add(time.Minute)}
	for name, source := range f.ways(t) {
		require.Eventually(t, func() bool {
			got, err := source.Search(t.Context(), f.traceql(), in, 10)
			return err == nil && len(got.Found) == len(want)
		}, 30*time.Second, 20*time.Millisecond, name)
		got, err := source.Search(t.Context(), f.traceql(), in, 2)
		require.NoError(t, err, name)
		require.Equal(t, want[:2], traceIDs(got.Found), name)
		require.True(t, got.Cut, name)
		require.Empty(t, got.Notices, name)
	}
}

func traceIDs(foundTraces []journey.FoundTrace) (all []journey.TraceID) {
	for _, s := range foundTraces {
		all = append(all, s.TraceID)
	}
	return all
}

func testFewResults(t *testing.T, f *fixture) {
	var newest []journey.TraceID
	for i := range 25 {
		id := newID(t)
		f.push(t, f.span(id, 1, time.Duration(i)*time.Second, time.Millisecond))
		newest = append([]journey.TraceID{id}, newest...)
	}
	for name, source := range f.ways(t) {
		require.Eventually(t, func() bool {
			got, err := source.Search(t.Context(), f.traceql(), f.in, 200)
			require.NoError(t, err, name)
			return len(got.Found) == 20 && got.Cut && got.MaxResults == 20 && got.Found[0].TraceID == newest[0]
		}, 30*time.Second, 20*time.Millisecond, name)
		got, err := source.Search(t.Context(), f.traceql(), f.in, 200)
		require.NoError(t, err, name)
		require.Equal(t, newest[:20], traceIDs(got.Found), name)
		require.Equal(t, 1, got.Stats.Requests, "%s: the limit is known by now", name)
	}
}

func testSummariesWithinLimits(t *testing.T, f *fixture) {
	var wanted []journey.FoundTrace
	for i := range 30 {
		id, offset := newID(t), time.Duration(-10*i)*time.Minute
		f.push(t, f.span(id, 1, offset, time.Millisecond))
		start := f.at.Add(offset)
		wanted = append(wanted, journey.FoundTrace{TraceID: id, Range: journey.TimeRange{From: start, To: start.Add(time.Millisecond)}.Widen(time.Minute)})
	}
	for name, source := range f.ways(t) {
		require.Eventually(t, func() bool {
			traces, _ := source.Summaries(t.Context(), wanted)
			for _, trace := range traces {
				if trace.Partial || len(trace.Spans) != 1 {
					return false
				}
			}
			return true
		}, 30*time.Second, 20*time.Millisecond, name)
	}
}

func testNamesOverLongRange(t *testing.T, f *fixture) {
	f.push(t, f.span(newID(t), 1, 0, time.Millisecond))
	in := journey.TimeRange{From: f.at.Add(-3 * time.Hour), To: f.at.Add(time.Minute)}
	for name, source := range f.ways(t) {
		require.Eventually(t, func() bool {
			scopes, err := source.Tags(t.Context(), in, 100)
			require.NoError(t, err, name)
			return len(scopes) > 0
		}, 30*time.Second, 20*time.Millisecond, name)
	}
}

// testTextNil: before 2.10 Tempo leaves out what a span lacks, so that "nil" is a
// value like any other; also where a gateway hides the version.
func testTextNil(t *testing.T, f *fixture) {
	id := newID(t)
	span := f.span(id, 1, 0, time.Millisecond)
	span.Attributes = []*commonv1.KeyValue{text("http.method", "nil"), text("peer.service", "nil")}
	f.push(t, span)
	f.found(t, 1)
	sources := f.ways(t)
	target, err := url.Parse(f.server.TempoURL)
	require.NoError(t, err)
	proxy := httputil.NewSingleHostReverseProxy(target)
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/status") {
			http.NotFound(w, r)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(gateway.Close)
	sources["without a version"], err = tempo.New(tempo.Options{URL: gateway.URL, NoStream: true, Client: gateway.Client()})
	require.NoError(t, err)
	for name, source := range sources {
		traces, _ := source.Summaries(t.Context(), []journey.FoundTrace{{TraceID: id, Range: f.in}})
		require.Len(t, traces[0].Spans, 1, name)
		require.Equal(t, journey.Attributes{{Key: "http.method", Value: "nil"}, {Key: "peer.service", Value: "nil"}}, traces[0].Spans[0].Attributes, name)
	}
}
