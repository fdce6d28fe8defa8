package loki_test

import (
	"bufio"
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/loki"
)

// asked notes the slices that were asked for, and how often: what a connection
// broke off is asked for again.
type asked struct {
	mu     sync.Mutex
	slices map[[2]int64]int
}

func (a *asked) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/query_range") {
		from, _ := strconv.ParseInt(r.URL.Query().Get("start"), 10, 64)
		to, _ := strconv.ParseInt(r.URL.Query().Get("end"), 10, 64)
		a.mu.Lock()
		a.slices[[2]int64{from, to}]++
		a.mu.Unlock()
	}
	return http.DefaultTransport.RoundTrip(r)
}

// testCancel: Loki computes on after a cancel, but only to the end of the slices
// under way. Its own metrics count how many queries it served, and that none is left.
func testCancel(t *testing.T, f *fixture) {
	const slice = time.Hour
	f.push(t, line{body: "here"})
	record := &asked{slices: make(map[[2]int64]int)}
	source, err := loki.New(loki.Options{URL: f.url, Client: &http.Client{Transport: record}, Scope: f.selector(), Slice: slice})
	require.NoError(t, err)
	f.waitIdle(t) // else Loki may yet count what was asked before
	before := f.metric(t, "loki_request_duration_seconds_count", "loki_api_v1_query_range")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	pages := 0
	month := journey.TimeRange{From: f.in.To.AddDate(0, -1, 0), To: f.in.To}
	for _, err := range source.Pages(ctx, f.selector(), month, 1000) {
		if pages++; pages == 3 {
			cancel()
		}
		if err != nil {
			break
		}
	}
	// One slice, two, and up to four that were under way.
	require.LessOrEqual(t, len(record.slices), 1+2+4, "of more than 700 slices")
	sent := 0
	for ends, times := range record.slices {
		require.LessOrEqual(t, time.Duration(ends[1]-ends[0]), slice)
		sent += times
	}
	f.waitIdle(t)
	served := f.metric(t, "loki_request_duration_seconds_count", "loki_api_v1_query_range") - before
	// Loki counts a request, and each of the at most two of its own intervals (of an
	// hour) that it divides it into.
	require.LessOrEqual(t, int(served), sent*(1+2))
}

// waitIdle waits until Loki runs no query: it counts each before it leaves.
func (f *fixture) waitIdle(t *testing.T) {
	t.Helper()
	require.Eventually(t, func() bool {
		return f.metric(t, "loki_inflight_requests", "loki_api_v1_query_range") == 0
	}, 30*time.Second, 20*time.Millisecond)
}

// testStops: a search that has enough lines asks for no older ones.
func testStops(t *testing.T, f *fixture) {
	f.push(t, line{body: "old", offset: -2 * time.Hour}, line{body: "new"}, line{body: "newer", offset: 1})
	in := journey.TimeRange{From: f.in.From.Add(-24 * time.Hour), To: f.in.To}
	got, err := f.source.Search(t.Context(), f.selector(), in, 2)
	require.NoError(t, err)
	require.Equal(t, []string{"new", "newer"}, bodies(got.Lines))
	require.True(t, got.Cut)
	require.Equal(t, 1, got.Stats.Requests)
	got, err = f.source.Search(t.Context(), f.selector(), in, 3)
	require.NoError(t, err)
	require.Len(t, got.Lines, 3)
	require.Greater(t, got.Stats.Requests, 1)
}

// metric sums Loki's own metric over the series that mention a word.
func (f *fixture) metric(t *testing.T, name, word string) (sum float64) {
	t.Helper()
	res, err := http.Get(f.url + "/metrics")
	require.NoError(t, err)
	defer res.Body.Close()
	for rows := bufio.NewScanner(res.Body); rows.Scan(); {
		if series, value, ok := strings.Cut(rows.Text(), "} "); ok && strings.HasPrefix(series, name+"{") && strings.Contains(series, word) {
			n, err := strconv.ParseFloat(value, 64)
			require.NoError(t, err)
			sum += n
		}
	}
	return sum
}
