package tempo_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/grafana/tempo/pkg/tempopb"
	commonv1 "github.com/grafana/tempo/pkg/tempopb/common/v1"
	resourcev1 "github.com/grafana/tempo/pkg/tempopb/resource/v1"
	tracev1 "github.com/grafana/tempo/pkg/tempopb/trace/v1"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/tempo"
)

// canned answers every request with the same body, without a network.
type canned []byte

func (c canned) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Request: req, ContentLength: int64(len(c)),
		Header: http.Header{"Content-Type": {"application/protobuf"}},
		Body:   io.NopCloser(bytes.NewReader(c)),
	}, nil
}

// BenchmarkDecode reads answers of traces by ID: from their bodies to spans.
func BenchmarkDecode(b *testing.B) {
	for _, size := range []struct{ traces, spans int }{{200, 20}, {1, 50_000}} {
		body := traceBody(b, size.spans)
		source, err := tempo.New(tempo.Options{URL: "http://tempo", Client: &http.Client{Transport: canned(body)}, NoStream: true})
		if err != nil {
			b.Fatal(err)
		}
		foundTraces := make([]journey.FoundTrace, size.traces)
		for i := range foundTraces {
			binary.BigEndian.PutUint64(foundTraces[i].TraceID[8:], uint64(i+1))
		}
		b.Run(fmt.Sprintf("traces=%d/spans=%d", size.traces, size.spans), func(b *testing.B) {
			b.SetBytes(int64(len(body) * size.traces))
			b.ReportAllocs()
			for b.Loop() {
				traces, _ := source.Get(b.Context(), foundTraces)
				if len(traces) != size.traces || traces[0].Err != nil || len(traces[0].Spans) != size.spans {
					b.Fatalf("%d traces, %v", len(traces), traces[0].Err)
				}
			}
		})
	}
}

// traceBody is a trace in ten services.
func traceBody(b *testing.B, spans int) []byte {
	b.Helper()
	trace := &tempopb.Trace{}
	for service := range 10 {
		group := &tracev1.ScopeSpans{Scope: &commonv1.InstrumentationScope{Name: "otelhttp", Version: "0.61.0"}}
		for i := service; i < spans; i += 10 {
			group.Spans = append(group.Spans, spanOf(i))
		}
		trace.ResourceSpans = append(trace.ResourceSpans, &tracev1.ResourceSpans{
			Resource: &resourcev1.Resource{Attributes: []*commonv1.KeyValue{
				text("service.name", fmt.Sprintf("service-%d", service)), text("k8s.namespace.name", "shop"),
				text("k8s.pod.name", fmt.Sprintf("service-%d-7f99b5d5c4-x2x7p", service)),
			}},
			ScopeSpans: []*tracev1.ScopeSpans{group},
		})
	}
	body, err := (&tempopb.TraceByIDResponse{Trace: trace}).Marshal()
	if err != nil {
		b.Fatal(err)
	}
	return body
}

func spanOf(i int) *tracev1.Span {
	var parent []byte
	if i > 0 {
		parent = binary.BigEndian.AppendUint64(nil, uint64((i-1)/4+1))
	}
	start := uint64(time.Unix(1_790_000_000, int64(i)*1000).UnixNano())
	return &tracev1.Span{
		TraceId: bytes.Repeat([]byte{1}, 16), SpanId: binary.BigEndian.AppendUint64(nil, uint64(i+1)), ParentSpanId: parent,
		Name: "POST /checkout", Kind: tracev1.Span_SPAN_KIND_SERVER, StartTimeUnixNano: start, EndTimeUnixNano: start + 5e6,
		Attributes: []*commonv1.KeyValue{
			text("http.request.method", "POST"), text("http.route", "/checkout"), text("server.address", "shop.example"),
			text("user_agent.original", "Mozilla/5.0"), {Key: "http.response.status_code", Value: &commonv1.AnyValue{Value: &commonv1.AnyValue_IntValue{IntValue: 200}}},
		},
	}
}
