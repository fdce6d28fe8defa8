package tempo

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/grafana/tempo/pkg/tempopb"
	tracev1 "github.com/grafana/tempo/pkg/tempopb/trace/v1"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// oldTempo answers as a version of Tempo does that cannot be built here:
//   - by ID, without /api/v2 before 2.6, for which Go's router has these words; an
//     unknown trace is 404 with words up to 2.4 and without any in 2.5
//     (modules/frontend/tracebyidsharding.go of v2.4.1, combiner/trace_by_id.go of v2.5.0);
//   - a search that names what it does not know is a parse error (pkg/traceql of v2.6.1).
type oldTempo struct {
	version  string // "" for one behind a gateway that hides it
	unknown  string // the words for an unknown trace
	hasV2    bool
	matching int // traces that match any search

	mu    sync.Mutex
	asked []string
}

var knownID = journey.TraceID{15: 0xa}

func (o *oldTempo) open(t *testing.T) *Source {
	t.Helper()
	server := httptest.NewServer(o)
	t.Cleanup(server.Close)
	return open(t, Options{URL: server.URL, NoStream: true})
}

func (o *oldTempo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.asked = append(o.asked, strings.TrimSuffix(r.URL.Path, knownID.String()))
	trace := &tempopb.Trace{ResourceSpans: []*tracev1.ResourceSpans{{ScopeSpans: []*tracev1.ScopeSpans{{Spans: []*tracev1.Span{{SpanId: []byte{1}, Name: "GET /"}}}}}}}
	id, isV1 := strings.CutPrefix(r.URL.Path, pathTracesV1)
	switch isKnown := id == knownID.String(); {
	case r.URL.Path == pathBuildInfo && o.version != "":
		answerJSON(w, http.StatusOK, fmt.Sprintf(`{"version":%q,"revision":"x"}`, o.version))
	case r.URL.Path == pathSearch:
		o.search(w, r.URL.Query().Get("q"))
	case o.hasV2 && strings.HasPrefix(r.URL.Path, pathTraces):
		body, _ := (&tempopb.TraceByIDResponse{Trace: trace}).Marshal()
		answerProtobuf(w, body)
	case isV1 && isKnown:
		body, _ := trace.Marshal()
		answerProtobuf(w, body)
	case isV1:
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, o.unknown)
	default:
		http.NotFound(w, r)
	}
}

func (o *oldTempo) search(w http.ResponseWriter, query string) {
	if strings.Contains(query, "trace:id") {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, "invalid TraceQL query: parse error at line 1, col 3: syntax error: unexpected IDENTIFIER")
		return
	}
	var traces []string
	for i := range o.matching {
		traces = append(traces, fmt.Sprintf(`{"traceID":"%x","startTimeUnixNano":"%d","durationMs":1}`, i+1, time.Unix(4000+int64(i), 0).UnixNano()))
	}
	answerJSON(w, http.StatusOK, `{"traces":[`+strings.Join(traces, ",")+`],"metrics":{}}`)
}

func answerJSON(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", jsonType)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func answerProtobuf(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", protobuf)
	_, _ = w.Write(body)
}

func (o *oldTempo) paths() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	asked := o.asked
	o.asked = nil
	return asked
}

func byID(t *testing.T, source *Source, id journey.TraceID) (journey.Trace, int) {
	t.Helper()
	traces, stats := source.Get(t.Context(), []journey.FoundTrace{{TraceID: id, Range: hour}})
	return traces[0], stats.Requests
}

func TestTracesByIDOfAnOldTempo(t *testing.T) {
	for version, words := range map[string]string{"2.4.1": "trace not found", "2.5.0": ""} {
		t.Run(version, func(t *testing.T) {
			server := &oldTempo{version: version, unknown: words}
			source := server.open(t)
			trace, requests := byID(t, source, knownID)
			require.NoError(t, trace.Err)
			require.Equal(t, []string{"GET /"}, names(trace.Spans))
			require.Equal(t, knownID, trace.Spans[0].TraceID)
			require.Equal(t, 2, requests)
			require.Equal(t, []string{pathTraces, pathTracesV1}, server.paths())

			trace, requests = byID(t, source, knownID)
			require.NoError(t, trace.Err)
			require.Len(t, trace.Spans, 1)
			require.Equal(t, 1, requests)
			require.Equal(t, []string{pathTracesV1}, server.paths(), "it is remembered")

			trace, _ = byID(t, source, journey.TraceID{1})
			require.NoError(t, trace.Err, "a trace that it does not know is no failure")
			require.Empty(t, trace.Spans)
		})
	}
}

// An unknown trace is enough to learn that the server is old.
func TestAnOldTempoIsKnownByAnUnknownTrace(t *testing.T) {
	server := &oldTempo{unknown: "trace not found"}
	source := server.open(t)
	trace, requests := byID(t, source, journey.TraceID{1})
	require.NoError(t, trace.Err)
	require.Equal(t, 2, requests)
	_, requests = byID(t, source, journey.TraceID{1})
	require.Equal(t, 1, requests)
}

func TestAnUpgradedTempoIsFound(t *testing.T) {
	server := &oldTempo{unknown: "trace not found"}
	source := server.open(t)
	byID(t, source, knownID)
	server.paths()
	server.hasV2 = true
	source.byIDBackoff.until = time.Time{} // a while later
	byID(t, source, knownID)
	byID(t, source, knownID)
	require.Equal(t, []string{pathTraces, pathTraces}, server.paths())
}

// TestAWrongAddressIsNoOldTempo: only Tempo's own words for a trace that it does not
// know are taken for an old one's.
func TestAWrongAddressIsNoOldTempo(t *testing.T) {
	page := func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, "<html>nothing here</html>")
	}
	for name, v1 := range map[string]func(http.ResponseWriter){
		"another server of Go's":   func(w http.ResponseWriter) { http.Error(w, "404 page not found", http.StatusNotFound) },
		"a gateway's page":         page,
		"a gateway's words":        func(w http.ResponseWriter) { http.Error(w, "no such route", http.StatusNotFound) },
		"a gateway that refuses":   func(w http.ResponseWriter) { http.Error(w, "forbidden", http.StatusForbidden) },
		"a page instead of traces": func(w http.ResponseWriter) { _, _ = io.WriteString(w, "<html>Log in</html>") },
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasPrefix(r.URL.Path, pathTracesV1) {
					v1(w)
					return
				}
				http.NotFound(w, r)
			}))
			t.Cleanup(server.Close)
			source := open(t, Options{URL: server.URL, NoStream: true})
			trace, _ := byID(t, source, knownID)
			require.EqualError(t, trace.Err, "Tempo has nothing at "+server.URL+pathTraces+knownID.String()+" (404): check the Tempo URL and its path")
			require.True(t, source.byIDBackoff.ready(), "nothing is learnt of it")
		})
	}
}

func TestWhatAnOldTempoReturnsIsNotTheNewest(t *testing.T) {
	const any26 = "Tempo 2.6.1 returns any matching requests, not the newest"
	for name, tc := range map[string]struct {
		version, query string
		limit          int
		want           string
	}{
		"2.6, cut":                          {"2.6.1", "{ }", 3, any26},
		"2.6 with a letter before, cut":     {"v2.6.1", "{ }", 3, any26},
		"2.6, all there":                    {"2.6.1", "{ }", 4, ""},
		"2.7, cut":                          {"2.7.2", "{ }", 3, "Tempo 2.7.2 returns any matching requests, not the newest"},
		"2.8, cut":                          {"2.8.0", "{ }", 3, ""},
		"2.10, cut":                         {"2.10.8", "{ }", 3, ""},
		"3.0, cut":                          {"3.0.3", "{ }", 3, ""},
		"a weekly build, cut":               {"main-3f2a1b", "{ }", 3, ""},
		"hidden, cut":                       {"", "{ }", 3, ""},
		"2.9 with a hint of one's own, cut": {"2.9.0", "{ } with (sample=0.1)", 3, "Tempo returned any matching requests, not the newest"},
		"2.9 with that hint, cut":           {"2.9.0", "{ } with (most_recent=true)", 3, ""},
	} {
		t.Run(name, func(t *testing.T) {
			source := (&oldTempo{version: tc.version, matching: 3}).open(t)
			got, err := source.Search(t.Context(), tc.query, hour, tc.limit)
			require.NoError(t, err)
			require.Equal(t, tc.limit == 3, got.Cut)
			require.Equal(t, tc.want, got.Unordered)
		})
	}
}

func TestTheVersionIsAskedForOnceInAWhile(t *testing.T) {
	server := &oldTempo{version: "2.6.1", matching: 3}
	source := server.open(t)
	for range 3 {
		_, err := source.Search(t.Context(), "{ }", hour, 3)
		require.NoError(t, err)
	}
	require.Equal(t, []string{pathSearch, pathBuildInfo, pathSearch, pathSearch}, server.paths())
	source.about.forget() // a while later
	server.version = "2.9.0"
	got, err := source.Search(t.Context(), "{ }", hour, 3)
	require.NoError(t, err)
	require.Empty(t, got.Unordered)
}

// TestAnOldTempoIsSparedSummaries: it does not know the words of their query.
func TestAnOldTempoIsSparedSummaries(t *testing.T) {
	server := &oldTempo{version: "2.6.1"}
	source := server.open(t)
	wanted := []journey.FoundTrace{{TraceID: knownID, Range: hour}}
	for range 3 {
		traces, _ := source.Summaries(t.Context(), wanted)
		require.Equal(t, []journey.Trace{{TraceID: knownID, Partial: true}}, traces)
	}
	require.Equal(t, []string{pathSearch}, server.paths())
	source.summaryBackoff.until = time.Time{} // a while later
	source.Summaries(t.Context(), wanted)
	require.Equal(t, []string{pathSearch}, server.paths())
}

// TestATemporaryFailureSparesNothing: it says nothing of the version.
func TestATemporaryFailureSparesNothing(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "too busy", http.StatusInternalServerError)
	}))
	t.Cleanup(server.Close)
	source := open(t, Options{URL: server.URL, NoStream: true})
	source.Summaries(t.Context(), []journey.FoundTrace{{TraceID: knownID, Range: hour}})
	require.True(t, source.summaryBackoff.ready())
}

func names(spans []journey.Span) (all []string) {
	for _, span := range spans {
		all = append(all, span.Name)
	}
	return all
}

// forget has the facts asked for again.
func (f *facts) forget() { f.last.Store(nil) }
