package mesh

import (
	"maps"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	resource "go.opentelemetry.io/proto/otlp/resource/v1"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// otlpBatches is a body for each instrumented application that has something
// to report.
func otlpBatches(requests []*Request) ([][]byte, error) {
	var batches [][]byte
	byPod := spansByPod(requests, false)
	for _, pod := range slices.Sorted(maps.Keys(byPod)) {
		export := &collector.ExportTraceServiceRequest{ResourceSpans: []*trace.ResourceSpans{resourceSpans(byPod[pod])}}
		body, err := proto.MarshalOptions{Deterministic: true}.Marshal(export)
		if err != nil {
			return nil, err
		}
		batches = append(batches, body)
	}
	return batches, nil
}

// resourceSpans is the spans of one pod, by instrumentation scope.
func resourceSpans(spans []*span) *trace.ResourceSpans {
	byScope := map[string][]*trace.Span{}
	for _, s := range spans {
		byScope[s.scope] = append(byScope[s.scope], encodeOTLP(s))
	}
	w := spans[0].by
	rs := &trace.ResourceSpans{Resource: &resource.Resource{Attributes: attributes(append([]tag{
		{"service.name", w.service},
		{"service.namespace", w.namespace},
		{"service.version", w.version},
		{"k8s.namespace.name", w.namespace},
		{"k8s.pod.name", w.pod},
		{"k8s.node.name", w.node},
	}, w.app.resource()...))}}
	for _, scope := range slices.Sorted(maps.Keys(byScope)) {
		rs.ScopeSpans = append(rs.ScopeSpans, &trace.ScopeSpans{
			Scope: &common.InstrumentationScope{Name: scope},
			Spans: byScope[scope],
		})
	}
	return rs
}

var otlpKinds = map[journey.SpanKind]trace.Span_SpanKind{
	journey.KindInternal: trace.Span_SPAN_KIND_INTERNAL,
	journey.KindServer:   trace.Span_SPAN_KIND_SERVER,
	journey.KindClient:   trace.Span_SPAN_KIND_CLIENT,
}

func encodeOTLP(s *span) *trace.Span {
	out := &trace.Span{
		TraceId:           s.traceID[:],
		SpanId:            s.id[:],
		Name:              s.name,
		Kind:              otlpKinds[s.kind],
		StartTimeUnixNano: uint64(s.start.UnixNano()),
		EndTimeUnixNano:   uint64(s.end.UnixNano()),
		Attributes:        attributes(s.tags),
		Status:            &trace.Status{},
	}
	if !s.parent.IsZero() {
		out.ParentSpanId = s.parent[:]
	}
	if s.failed {
		out.Status.Code = trace.Status_STATUS_CODE_ERROR
	}
	if s.cause != nil {
		out.Status.Message = s.cause.kind + ": " + s.cause.message
		out.Events = []*trace.Span_Event{exception(s)}
	}
	return out
}

func exception(s *span) *trace.Span_Event {
	tags := []tag{{"exception.type", s.cause.kind}, {"exception.message", s.cause.message}}
	if s.cause.stack != "" {
		tags = append(tags, tag{"exception.stacktrace", s.cause.stack})
	}
	return &trace.Span_Event{Name: "exception", TimeUnixNano: uint64(s.end.UnixNano()), Attributes: attributes(tags)}
}

func attributes(tags []tag) []*common.KeyValue {
	out := make([]*common.KeyValue, len(tags))
	for i, t := range tags {
		value := &common.AnyValue{}
		switch v := t.value.(type) {
		case string:
			value.Value = &common.AnyValue_StringValue{StringValue: v}
		case int64:
			value.Value = &common.AnyValue_IntValue{IntValue: v}
		}
		out[i] = &common.KeyValue{Key: t.key, Value: value}
	}
	return out
}
