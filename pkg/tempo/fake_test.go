package tempo

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gogo/protobuf/jsonpb"
	"github.com/grafana/tempo/pkg/tempopb"
	commonv1 "github.com/grafana/tempo/pkg/tempopb/common/v1"
	resourcev1 "github.com/grafana/tempo/pkg/tempopb/resource/v1"
	tracev1 "github.com/grafana/tempo/pkg/tempopb/trace/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// fakeTempo answers as Tempo 3.0 does, which cannot be built here. What it
// refuses, in which order and with which words, is from the sources at v3.0.3:
// ParseSearchRequest and ClampDateRangeReq in pkg/api/http.go, newCombiner and
// adjustLimit in modules/frontend/search_handlers.go, RoundTrip in
// modules/frontend/search_sharder.go, errLagged in modules/livestore/live_store.go.
type fakeTempo struct {
	tempopb.UnimplementedStreamingQuerierServer
	now       func() time.Time
	version   string // "" when a gateway hides it
	cutoff    time.Duration
	longest   time.Duration // 0 for any
	mostFound uint32        // 0 for any
	mostSpans uint32        // 0 for any
	lagging   atomic.Bool
	failing   time.Time // searches for older traces fail

	mu     sync.Mutex
	spans  []fakeSpan
	ranges [][2]uint32 // of the searches that were not refused, as they were asked for
}

// fakeSpan is a trace of one span.
type fakeSpan struct {
	id         journey.TraceID
	start      time.Time
	attributes map[string]string
}

// dedicated are some of the attributes with a column of their own, which
// select() finds in every span (tempodb/backend/block_meta.go at v3.0.3,
// defaultDedicatedColumns; "nil" is from spanCollector in
// tempodb/encoding/vparquet4/block_traceql.go).
var dedicated = []string{"http.request.method", "http.response.status_code", "url.path", "server.address", "http.method", "http.url", "http.status_code"}

func newFakeTempo() *fakeTempo {
	return &fakeTempo{
		now: time.Now, version: "3.0.3", cutoff: 30 * time.Second,
		longest: 168 * time.Hour, mostFound: 256 << 10, mostSpans: 100,
	}
}

// wrote adds a request as it begins so long before now.
func (f *fakeTempo) wrote(n byte, ago time.Duration, attributes map[string]string) journey.TraceID {
	f.mu.Lock()
	defer f.mu.Unlock()
	id := journey.TraceID{0: 0x10, 15: n}
	f.spans = append(f.spans, fakeSpan{id, f.now().Add(-ago), attributes})
	return id
}

// asked are the ranges of the searches that were not refused.
func (f *fakeTempo) asked() [][2]uint32 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.ranges)
}

// refusal is an answer other than 200.
type refusal struct {
	code int
	text string
}

func bad(format string, args ...any) *refusal { return &refusal{400, fmt.Sprintf(format, args...)} }

func (f *fakeTempo) search(r *tempopb.SearchRequest) (*tempopb.SearchResponse, *refusal) {
	if r.End <= r.Start {
		return nil, bad("http parameter start must be before end. received start=%d end=%d", r.Start, r.End)
	}
	if f.mostFound != 0 && r.Limit > f.mostFound {
		return nil, bad("limit %d exceeds max limit %d", r.Limit, f.mostFound)
	}
	if strings.Contains(r.Query, "oops") {
		return nil, bad("invalid TraceQL query: parse error at line 1, col 1: syntax error: unexpected IDENTIFIER")
	}
	start, end := time.Unix(int64(r.Start), 0), time.Unix(int64(r.End), 0)
	if newest := f.now().Add(-f.cutoff); newest.Before(end) {
		if end = newest; start.After(end) {
			start = f.now().Add(-15 * time.Minute)
		}
	}
	if end.Unix() <= start.Unix() {
		return nil, bad("http parameter start must be before end. received start=%d end=%d", start.Unix(), end.Unix())
	}
	if f.longest != 0 && time.Duration(end.Unix()-start.Unix())*time.Second > f.longest {
		return nil, bad("range specified by start and end exceeds %s. received start=%d end=%d", f.longest, start.Unix(), end.Unix())
	}
	if f.mostSpans != 0 && r.SpansPerSpanSet > f.mostSpans {
		return nil, bad("spans per span set exceeds %d. received %d", f.mostSpans, r.SpansPerSpanSet)
	}
	if f.lagging.Load() {
		return nil, &refusal{500, "error querying live-stores in Querier.SearchRecent: rpc error: code = Unknown desc = cannot guarantee complete results\n"}
	}
	if end.Before(f.failing) {
		return nil, &refusal{500, "boom"}
	}
	return f.matching(r, start, end), nil
}

var wantedIDs = regexp.MustCompile(`trace:id =~ "\(\?:([^)]*)\)"`)

// matching are the newest traces of a range; a query by IDs selects attributes.
func (f *fakeTempo) matching(r *tempopb.SearchRequest, start, end time.Time) *tempopb.SearchResponse {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ranges = append(f.ranges, [2]uint32{r.Start, r.End})
	slices.SortFunc(f.spans, func(a, b fakeSpan) int { return b.start.Compare(a.start) })
	wanted := wantedIDs.FindStringSubmatch(r.Query)
	answer := &tempopb.SearchResponse{Metrics: &tempopb.SearchMetrics{}}
	for _, s := range f.spans {
		inRange := s.start.Unix() >= start.Unix() && s.start.Unix() <= end.Unix() && s.start.Before(f.now().Add(-f.cutoff))
		if inRange && (wanted == nil || slices.Contains(strings.Split(wanted[1], "|"), s.id.Short())) && len(answer.Traces) < int(r.Limit) {
			answer.Traces = append(answer.Traces, s.found(wanted != nil))
		}
	}
	return answer
}

func (s fakeSpan) found(selected bool) *tempopb.TraceSearchMetadata {
	span := &tempopb.Span{SpanID: "0102030405060708", Name: "ingress", StartTimeUnixNano: uint64(s.start.UnixNano()), DurationNanos: 5e6}
	set := &tempopb.SpanSet{Spans: []*tempopb.Span{span}, Matched: 1, Attributes: []*commonv1.KeyValue{attribute("by(trace:duration)", "5ms")}}
	if selected {
		span.Attributes = []*commonv1.KeyValue{attribute("kind", "server"), attribute("status", "unset"), attribute("service.name", "gateway")}
		for _, key := range dedicated {
			if _, has := s.attributes[key]; !has {
				span.Attributes = append(span.Attributes, attribute(key, "nil"))
			}
		}
		for key, value := range s.attributes {
			span.Attributes = append(span.Attributes, attribute(key, value))
		}
	}
	return &tempopb.TraceSearchMetadata{
		TraceID: s.id.Short(), StartTimeUnixNano: span.StartTimeUnixNano, DurationMs: 5, SpanSets: []*tempopb.SpanSet{set},
		ServiceStats: map[string]*tempopb.ServiceStats{"gateway": {SpanCount: 1}},
	}
}

func attribute(key, value string) *commonv1.KeyValue {
	return &commonv1.KeyValue{Key: key, Value: &commonv1.AnyValue{Value: &commonv1.AnyValue_StringValue{StringValue: value}}}
}

// Search is the stream.
func (f *fakeTempo) Search(r *tempopb.SearchRequest, server tempopb.StreamingQuerier_SearchServer) error {
	answer, refused := f.search(r)
	switch {
	case refused == nil:
		return server.Send(answer)
	case refused.code == 400:
		return status.Error(codes.InvalidArgument, refused.text)
	}
	return status.Error(codes.Internal, refused.text)
}

// ServeHTTP answers both ways, as Tempo does on its HTTP port.
func (f *fakeTempo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", jsonType)
	switch {
	case r.URL.Path == pathSearch:
		f.serveSearch(w, r)
	case r.URL.Path == pathBuildInfo && f.version != "":
		_, _ = fmt.Fprintf(w, `{"version":%q}`, f.version)
	case strings.HasPrefix(r.URL.Path, pathTraces):
		f.serveTrace(w, strings.TrimPrefix(r.URL.Path, pathTraces))
	default:
		http.Error(w, "404 page not found", http.StatusNotFound)
	}
}

func (f *fakeTempo) serveSearch(w http.ResponseWriter, r *http.Request) {
	param := func(name string) uint32 {
		n, _ := strconv.ParseUint(r.URL.Query().Get(name), 10, 32)
		return uint32(n)
	}
	answer, refused := f.search(&tempopb.SearchRequest{
		Query: r.URL.Query().Get("q"), Start: param("start"), End: param("end"), Limit: param("limit"), SpansPerSpanSet: param("spss"),
	})
	if refused != nil {
		http.Error(w, refused.text, refused.code)
		return
	}
	_ = (&jsonpb.Marshaler{}).Marshal(w, answer)
}

// serveTrace knows all spans: by ID nothing is left out.
func (f *fakeTempo) serveTrace(w http.ResponseWriter, id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	trace := &tempopb.Trace{}
	for _, s := range f.spans {
		if s.id.String() != id {
			continue
		}
		span := &tracev1.Span{
			TraceId: s.id[:], SpanId: []byte{1, 2, 3, 4, 5, 6, 7, 8}, Name: "ingress", Kind: tracev1.Span_SPAN_KIND_SERVER,
			StartTimeUnixNano: uint64(s.start.UnixNano()), EndTimeUnixNano: uint64(s.start.UnixNano()) + 5e6,
		}
		for key, value := range s.attributes {
			span.Attributes = append(span.Attributes, attribute(key, value))
		}
		trace.ResourceSpans = append(trace.ResourceSpans, &tracev1.ResourceSpans{
			Resource:   &resourcev1.Resource{Attributes: []*commonv1.KeyValue{attribute("service.name", "gateway")}},
			ScopeSpans: []*tracev1.ScopeSpans{{Spans: []*tracev1.Span{span}}},
		})
	}
	body, _ := (&tempopb.TraceByIDResponse{Trace: trace}).Marshal()
	w.Header().Set("Content-Type", protobuf)
	_, _ = w.Write(body)
}

// inProcess asks a handler without a network, so that time can be made up.
type inProcess struct{ http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	p.ServeHTTP(recorder, r)
	return recorder.Result(), nil
}

// web is asked over HTTP alone, in process.
func (f *fakeTempo) web(t *testing.T) *Source {
	t.Helper()
	return open(t, Options{URL: "http://tempo", NoStream: true, Client: &http.Client{Transport: inProcess{f}}})
}

// both are asked over the stream and over HTTP; the clock of both is the fake's.
func (f *fakeTempo) both(t *testing.T) map[string]*Source {
	t.Helper()
	stream := grpc.NewServer()
	tempopb.RegisterStreamingQuerierServer(stream, f)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc") {
			stream.ServeHTTP(w, r)
			return
		}
		f.ServeHTTP(w, r)
	}))
	server.Config.Protocols = new(http.Protocols)
	server.Config.Protocols.SetHTTP1(true)
	server.Config.Protocols.SetUnencryptedHTTP2(true)
	server.Start()
	t.Cleanup(server.Close)
	sources := map[string]*Source{"gRPC": open(t, Options{URL: server.URL}), "HTTP": open(t, Options{URL: server.URL, NoStream: true})}
	for _, s := range sources {
		s.now = f.now
	}
	return sources
}

// noLogs is a Loki without lines.
type noLogs struct{ journey.LogSource }

func (noLogs) Lines(context.Context, []journey.FoundTrace, int) (journey.LogResult, error) {
	return journey.LogResult{}, nil
}

func (noLogs) Connections(context.Context, []string, journey.TimeRange, int) (journey.LogResult, error) {
	return journey.LogResult{}, nil
}

func (noLogs) LinesContaining(context.Context, []string, journey.TimeRange, int) (journey.LogResult, error) {
	return journey.LogResult{}, nil
}

// fault400 is a refusal as the stream brings it.
func fault400(text string) error { return status.Error(codes.InvalidArgument, text) }
