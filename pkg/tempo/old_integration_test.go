package tempo_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/tempo"
)

// withoutV2 is a real Tempo as before 2.6: without /api/v2/traces, for which Go's
// router has words of its own. Current versions still have /api/traces.
func (f *fixture) withoutV2(t *testing.T) *tempo.Source {
	t.Helper()
	target, err := url.Parse(f.server.TempoURL)
	require.NoError(t, err)
	forward := httputil.NewSingleHostReverseProxy(target)
	old := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/v2/traces/") {
			http.NotFound(w, r)
			return
		}
		forward.ServeHTTP(w, r)
	}))
	t.Cleanup(old.Close)
	source, err := tempo.New(tempo.Options{URL: old.URL, Client: old.Client(), NoStream: true})
	require.NoError(t, err)
	return source
}

// testOldByID: a trace from where old versions have it is the same trace.
func testOldByID(t *testing.T, f *fixture) {
	known := newID(t)
	f.push(t, f.span(known, 1, 0, time.Second), f.span(known, 2, time.Millisecond, time.Millisecond))
	f.found(t, 1)
	wanted := []journey.FoundTrace{{TraceID: known, Range: f.in}, {TraceID: newID(t), Range: f.in}}
	old := f.withoutV2(t)
	want, _ := f.web.Get(t.Context(), wanted)
	require.Len(t, want[0].Spans, 2)
	for range 2 {
		got, stats := old.Get(t.Context(), wanted)
		require.Empty(t, cmp.Diff(want, got))
		require.Positive(t, stats.Bytes)
	}
}
