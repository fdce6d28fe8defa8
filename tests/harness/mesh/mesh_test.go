package mesh

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

var noon = time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC)

func requests(seed uint64, n int) []*Request {
	return New(Options{Seed: seed, Start: noon}).Requests(n)
}

// wire is all bytes that Send would send.
func wire(t *testing.T, requests []*Request) []byte {
	t.Helper()
	zipkin, err := zipkinBatches(requests)
	require.NoError(t, err)
	otlp, err := otlpBatches(requests)
	require.NoError(t, err)
	lines, err := pushBody(requests)
	require.NoError(t, err)
	logs, err := otlpLogBatches(requests)
	require.NoError(t, err)
	return bytes.Join(slices.Concat(zipkin, otlp, logs, [][]byte{lines}), []byte("\n"))
}

func TestSameOptionsSameBytes(t *testing.T) {
	first := wire(t, requests(1, 40))
	require.True(t, bytes.Equal(first, wire(t, requests(1, 40))), "same seed")
	require.False(t, bytes.Equal(first, wire(t, requests(2, 40))), "another seed")

	m := New(Options{Seed: 1, Start: noon})
	require.True(t, bytes.Equal(first, wire(t, append(m.Requests(15), m.Requests(25)...))), "in two goes")
}

func TestAllThatShouldOccurOccurs(t *testing.T) {
	const n = 600
	scenarios, statuses := map[Scenario]int{}, map[int]int{}
	short := 0
	traceIDs, keys := map[journey.TraceID]bool{}, map[string]bool{}
	for _, q := range requests(3, n) {
		scenarios[q.Scenario]++
		statuses[q.Status]++
		traceIDs[q.TraceID] = true
		if len(q.SentTraceID) == 16 {
			short++
		}
		for _, l := range slices.Concat(q.Lines, q.Unrelated) {
			require.False(t, keys[l.Key()], "two lines with the key %s", l.Key())
			keys[l.Key()] = true
		}
	}
	require.Len(t, traceIDs, n)
	require.InDelta(t, n/3, short, n/15, "requests that begin with a 64-bit B3 ID")
	require.Equal(t, scenarios[ScenarioFailed], statuses[500])
	require.Equal(t, n, statuses[200]+statuses[500])
	for _, s := range []Scenario{ScenarioNormal, ScenarioSlowReviews, ScenarioSlowRatings, ScenarioDegraded, ScenarioFailed} {
		require.Greater(t, scenarios[s], n/50, "requests of scenario %s", s)
	}
}

func TestSlowRequestsTakeSeconds(t *testing.T) {
	for _, q := range requests(4, 300) {
		took := q.End.Sub(q.Start)
		switch q.Scenario {
		case ScenarioSlowReviews, ScenarioSlowRatings:
			require.Greater(t, took, 1500*time.Millisecond)
			require.Less(t, took, 4500*time.Millisecond)
		default:
			require.Less(t, took, 100*time.Millisecond)
		}
	}
}

func TestRequestsAreSpreadFromTheStart(t *testing.T) {
	got := New(Options{Start: noon, Every: time.Minute}).Requests(100)
	require.Equal(t, noon, got[0].Start)
	for i := 1; i < len(got); i++ {
		pause := got[i].Start.Sub(got[i-1].Start)
		require.GreaterOrEqual(t, pause, 30*time.Second-time.Microsecond)
		require.LessOrEqual(t, pause, 90*time.Second)
	}
}

func TestRunSendsRequestsThatHaveEnded(t *testing.T) {
	posts := map[string]chan struct{}{}
	for _, path := range []string{"/api/v2/spans", "/v1/traces", "/loki/api/v1/push"} {
		posts[path] = make(chan struct{}, 1000)
	}
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { posts[r.URL.Path] <- struct{}{} }))
	defer server.Close()

	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	err := New(Options{Seed: 5}).Run(ctx, Targets{LokiURL: server.URL, TempoOTLP: server.URL, TempoZipkin: server.URL}, time.Millisecond, func(q *Request) {
		require.False(t, q.End.After(time.Now()), "sent before its end")
		if n++; n == 5 {
			cancel()
		}
	})
	require.NoError(t, err)
	for path, got := range posts {
		require.NotEmpty(t, got, path)
	}
}

func TestSendTellsWhoRefused(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/loki/api/v1/push" {
			http.Error(w, "entry too far behind", http.StatusBadRequest)
		}
	}))
	defer server.Close()
	err := Send(t.Context(), Targets{LokiURL: server.URL, TempoOTLP: server.URL, TempoZipkin: server.URL}, requests(6, 1))
	require.ErrorContains(t, err, "/loki/api/v1/push answers 400 Bad Request: entry too far behind")
}
