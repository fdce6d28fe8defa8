package plugin

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/loki/pkg/push"
	"github.com/grafana/tempo/pkg/tempopb"
	commonv1 "github.com/grafana/tempo/pkg/tempopb/common/v1"
	resourcev1 "github.com/grafana/tempo/pkg/tempopb/resource/v1"
	tracev1 "github.com/grafana/tempo/pkg/tempopb/trace/v1"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Two requests: what the first one says of itself may be anything.
const (
	strangeTrace = "463ac35c9f6413ad48485a3953bb6124"
	plainTrace   = "80f198ee56343ba864fe8b2a57d3eff7"
)

var someHour = journey.TimeRange{From: time.Unix(1_790_000_000, 0).UTC(), To: time.Unix(1_790_003_600, 0).UTC()}

// words are what servers hold and say. A real Loki refuses lines that are not
// UTF-8, older ones and other senders do not.
type words struct{ line, label, attribute, fault string }

// servers is a Loki and a Tempo that hold two requests, and refuse what is wrong.
type twoServers struct {
	loki, tempo string // URLs
	say         atomic.Pointer[words]
}

func newTwoServers(t testing.TB) *twoServers {
	s := &twoServers{}
	s.say.Store(&words{})
	for url, answer := range map[*string]http.HandlerFunc{&s.loki: s.answerLoki, &s.tempo: s.answerTempo} {
		server := httptest.NewServer(answer)
		t.Cleanup(server.Close)
		*url = server.URL
	}
	return s
}

func (s *twoServers) settings() string {
	return fmt.Sprintf(`{"loki":{"url":%q},"tempo":{"url":%q,"streaming":"off"},"limits":{"cache":0}}`, s.loki, s.tempo)
}

// answerLoki answers queries with the lines of both requests.
func (s *twoServers) answerLoki(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/loki/api/v1/query_range" || strings.Contains(r.FormValue("query"), "wrong") {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(s.say.Load().fault))
		return
	}
	say := s.say.Load()
	streams := [][]byte{
		linesOf(say.label, strangeTrace, say.line, push.LabelAdapter{Name: say.label, Value: say.attribute}),
		linesOf("shop", plainTrace, "level=info plain words"),
	}
	w.Header().Set("Content-Type", "application/vnd.google.protobuf")
	_, _ = w.Write(lengthDelimited(6, lengthDelimited(2, lengthDelimited(2, streams...)))) // QueryResponse.streams.Data.Result
}

func linesOf(app, trace, line string, more ...push.LabelAdapter) []byte {
	stream := push.Stream{Labels: `{app=` + strconv.Quote(app) + `}`, Entries: []push.Entry{{
		Timestamp: someHour.From.Add(time.Minute), Line: line, StructuredMetadata: append(more, push.LabelAdapter{Name: "trace_id", Value: trace}),
	}}}
	encoded, err := stream.Marshal()
	if err != nil {
		panic(err)
	}
	return encoded
}

func lengthDelimited(field protowire.Number, messages ...[]byte) (b []byte) {
	for _, m := range messages {
		b = protowire.AppendBytes(protowire.AppendTag(b, field, protowire.BytesType), m)
	}
	return b
}

// answerTempo holds both requests, of which a search finds the first.
func (s *twoServers) answerTempo(w http.ResponseWriter, r *http.Request) {
	say := s.say.Load()
	switch {
	case r.URL.Path == "/api/v2/traces/"+strangeTrace:
		writeTrace(w, strangeTrace, say.attribute)
	case r.URL.Path == "/api/v2/traces/"+plainTrace:
		writeTrace(w, plainTrace, "shop")
	case r.URL.Path == "/api/search" && !strings.Contains(r.FormValue("q"), "wrong"):
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"traces":[{"traceID":%q,"startTimeUnixNano":"%d","durationMs":100}],"metrics":{}}`, strangeTrace, someHour.From.UnixNano())
	default:
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(say.fault))
	}
}

// writeTrace answers a failed call to a peer, with the text wherever a span has one.
func writeTrace(w http.ResponseWriter, trace, text string) {
	id, err := journey.ParseTraceID(trace)
	if err != nil {
		panic(err)
	}
	start := uint64(someHour.From.Add(time.Minute).UnixNano())
	call := &tracev1.Span{
		TraceId: id[:], SpanId: []byte("12345678"), Name: text, Kind: tracev1.Span_SPAN_KIND_CLIENT, TraceState: text,
		StartTimeUnixNano: start, EndTimeUnixNano: start + 1_000_000,
		Status:     &tracev1.Status{Code: tracev1.Status_STATUS_CODE_ERROR, Message: text},
		Attributes: attributes(text, "peer.service", "http.url", "http.request.method", "x-request-id", text),
		Events:     []*tracev1.Span_Event{{TimeUnixNano: start, Name: "exception", Attributes: attributes(text, "exception.type", "exception.stacktrace", text)}},
		Links:      []*tracev1.Span_Link{{TraceId: id[:], SpanId: []byte("87654321"), Attributes: attributes(text, text)}},
	}
	answer := &tempopb.TraceByIDResponse{Message: text, Trace: &tempopb.Trace{ResourceSpans: []*tracev1.ResourceSpans{{
		Resource:   &resourcev1.Resource{Attributes: attributes(text, "service.name", "service.version", "k8s.namespace.name", text)},
		ScopeSpans: []*tracev1.ScopeSpans{{Scope: &commonv1.InstrumentationScope{Name: text, Version: text}, Spans: []*tracev1.Span{call}}},
	}}}}
	if trace == strangeTrace {
		answer.Status = tempopb.PartialStatus_PARTIAL
	}
	body, err := answer.Marshal()
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "application/protobuf")
	_, _ = w.Write(body)
}

func attributes(value string, keys ...string) (all []*commonv1.KeyValue) {
	for _, key := range keys {
		all = append(all, &commonv1.KeyValue{Key: key, Value: &commonv1.AnyValue{Value: &commonv1.AnyValue_StringValue{StringValue: value}}})
	}
	return all
}

// TestTheTwoServers holds that both requests are what the fuzzing is about: whole
// journeys of both kinds.
func TestTheTwoServers(t *testing.T) {
	s := newTwoServers(t)
	s.say.Store(&words{line: "hello", label: "strange", attribute: "strange"})
	instance, err := NewDatasource(t.Context(), settingsOf(s.settings(), nil))
	require.NoError(t, err)
	d := instance.(*Datasource)
	t.Cleanup(d.Dispose)
	for trace, verdict := range map[string]journey.Verdict{strangeTrace: journey.VerdictTruncated, plainTrace: journey.VerdictComplete} {
		id, err := journey.ParseTraceID(trace)
		require.NoError(t, err)
		res, err := d.find(t.Context(), journey.Query{Type: journey.QueryJourney, TraceID: id, Range: someHour, Limit: 1})
		require.NoError(t, err)
		require.Equal(t, verdict, res.Verdict)
		require.Len(t, res.Journeys[0].Spans, 1)
		require.Len(t, res.Journeys[0].Lines, 1)
	}
}
