package tempo_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/grafana/tempo/pkg/tempopb"
	commonv1 "github.com/grafana/tempo/pkg/tempopb/common/v1"
	resourcev1 "github.com/grafana/tempo/pkg/tempopb/resource/v1"
	tracev1 "github.com/grafana/tempo/pkg/tempopb/trace/v1"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/tempo"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// fixture is a Tempo with a service that no other test has, asked both ways.
type fixture struct {
	server    *stack.Stack
	service   string
	at        time.Time
	in        journey.TimeRange
	grpc, web *tempo.Source
}

func newFixture(t *testing.T, server *stack.Stack) *fixture {
	t.Helper()
	at := time.Now().Add(-time.Minute).Truncate(time.Second)
	f := &fixture{server: server, at: at, in: journey.TimeRange{From: at.Add(-time.Minute), To: at.Add(time.Minute)}}
	f.service = fmt.Sprintf("%s-%d", strings.ReplaceAll(t.Name(), " ", "-"), time.Now().UnixNano())
	f.grpc = f.open(t, tempo.Options{})
	f.web = f.open(t, tempo.Options{NoStream: true})
	return f
}

func (f *fixture) open(t *testing.T, o tempo.Options) *tempo.Source {
	t.Helper()
	o.URL, o.Client = f.server.TempoURL, &http.Client{Timeout: time.Minute}
	source, err := tempo.New(o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, source.Close()) })
	return source
}

func (f *fixture) traceql() string { return fmt.Sprintf("{ resource.service.name = %q }", f.service) }

// behind is a proxy before Tempo that speaks HTTP/1.1 alone, as many do.
func (f *fixture) behind(t *testing.T, prefix string) *tempo.Source {
	t.Helper()
	target, err := url.Parse(f.server.TempoURL)
	require.NoError(t, err)
	proxy := httptest.NewServer(http.StripPrefix(prefix, httputil.NewSingleHostReverseProxy(target)))
	t.Cleanup(proxy.Close)
	source, err := tempo.New(tempo.Options{URL: proxy.URL + prefix + "/", Client: proxy.Client()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, source.Close()) })
	return source
}

func newID(t *testing.T) journey.TraceID {
	t.Helper()
	var id journey.TraceID
	_, err := rand.Read(id[:])
	require.NoError(t, err)
	id[0] |= 0x10 // no leading zero unless a test wants one
	return id
}

// span is one to push, at an offset from the fixture's time.
func (f *fixture) span(id journey.TraceID, number byte, offset, duration time.Duration) *tracev1.Span {
	start := f.at.Add(offset)
	return &tracev1.Span{
		TraceId: id[:], SpanId: []byte{0, 0, 0, 0, 0, 0, 0, number}, Name: "GET /", Kind: tracev1.Span_SPAN_KIND_SERVER,
		StartTimeUnixNano: uint64(start.UnixNano()), EndTimeUnixNano: uint64(start.Add(duration).UnixNano()),
	}
}

// push sends OTLP, of which Tempo's trace is the wire format.
func (f *fixture) push(t *testing.T, spans ...*tracev1.Span) {
	t.Helper()
	trace := tempopb.Trace{ResourceSpans: []*tracev1.ResourceSpans{{
		Resource:   &resourcev1.Resource{Attributes: []*commonv1.KeyValue{text("service.name", f.service), text("host.name", "h")}},
		ScopeSpans: []*tracev1.ScopeSpans{{Scope: &commonv1.InstrumentationScope{Name: "lib", Version: "1.2"}, Spans: spans}},
	}}}
	body, err := trace.Marshal()
	require.NoError(t, err)
	res, err := http.Post(f.server.TempoOTLP+"/v1/traces", "application/x-protobuf", bytes.NewReader(body))
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, http.StatusOK, res.StatusCode)
}

// found searches until Tempo has made the given number of traces searchable.
func (f *fixture) found(t *testing.T, number int) {
	t.Helper()
	require.Eventually(t, func() bool {
		got, err := f.web.Search(t.Context(), f.traceql(), f.in, 1000)
		return err == nil && len(got.Found) == number
	}, 30*time.Second, 20*time.Millisecond)
}

func text(key, value string) *commonv1.KeyValue {
	return &commonv1.KeyValue{Key: key, Value: textValue(value)}
}

func textValue(value string) *commonv1.AnyValue {
	return &commonv1.AnyValue{Value: &commonv1.AnyValue_StringValue{StringValue: value}}
}
