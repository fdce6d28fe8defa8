package mesh

import (
	"maps"
	"slices"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	resource "go.opentelemetry.io/proto/otlp/resource/v1"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// otlpBatches is a body for each application and proxy that has something to
// report by OTLP.
func otlpBatches(requests []*Request) ([][]byte, error) {
	var batches [][]byte
	byPod := spansBySender(requests, false)
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
	rs := &trace.ResourceSpans{Resource: &resource.Resource{Attributes: attributes(resourceOf(spans[0]))}}
	for _, scope := range slices.Sorted(maps.Keys(byScope)) {
		rs.ScopeSpans = append(rs.ScopeSpans, &trace.ScopeSpans{
			Scope: &common.InstrumentationScope{Name: scope},
			Spans: byScope[scope],
		})
	}
	return rs
}

// resourceOf is who sent the span: an application's workload and SDK, or what
// a proxy says of itself.
func resourceOf(s *span) []tag {
	if s.proxy {
		return s.resource
	}
	return workloadResource(s.by)
}

// workloadResource is what OpenTelemetry's operator gives an application.
func workloadResource(w *workload) []tag {
	return append([]tag{
		{"service.name", w.service},
		{"service.namespace", w.namespace},
		{"service.version", w.version},
		{"k8s.namespace.name", w.namespace},
		{"k8s.pod.name", w.pod},
		{"k8s.node.name", w.node},
	}, w.app.resource()...)
}

var otlpKinds = map[journey.SpanKind]trace.Span_SpanKind{
	journey.KindInternal: trace.Span_SPAN_KIND_INTERNAL,
	journey.KindServer:   trace.Span_SPAN_KIND_SERVER,
	journey.KindClient:   trace.Span_SPAN_KIND_CLIENT,
	journey.KindProducer: trace.Span_SPAN_KIND_PRODUCER,
	journey.KindConsumer: trace.Span_SPAN_KIND_CONSUMER,
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
