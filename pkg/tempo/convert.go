package tempo

import (
	"time"

	"github.com/grafana/tempo/pkg/tempopb"
	commonv1 "github.com/grafana/tempo/pkg/tempopb/common/v1"
	tracev1 "github.com/grafana/tempo/pkg/tempopb/trace/v1"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// spansOf converts every span that Tempo sent: none is dropped for being
// malformed. An ID longer than OTLP allows becomes the zero ID, which leaves
// its span outside the tree; a span that ends before it starts has no duration.
// Spans of one resource share its attributes, which are not to be changed.
func spansOf(id journey.TraceID, trace *tempopb.Trace) []journey.Span {
	if trace == nil {
		return nil
	}
	spans := make([]journey.Span, 0, countSpans(trace))
	for _, group := range trace.ResourceSpans {
		resource := attributesOf(group.GetResource().GetAttributes())
		service := resource.Text("service.name")
		for _, scoped := range group.GetScopeSpans() {
			for _, sent := range scoped.GetSpans() {
				span := spanOf(id, sent)
				span.Resource, span.ServiceName = resource, service
				span.ScopeName, span.ScopeVersion = scoped.GetScope().GetName(), scoped.GetScope().GetVersion()
				spans = append(spans, span)
			}
		}
	}
	return spans
}

func countSpans(trace *tempopb.Trace) (count int) {
	for _, group := range trace.ResourceSpans {
		for _, scoped := range group.GetScopeSpans() {
			count += len(scoped.GetSpans())
		}
	}
	return count
}

// spanOf reads what the span itself says. The trace ID is the one asked for:
// what Tempo stores under it belongs to it.
func spanOf(id journey.TraceID, sent *tracev1.Span) journey.Span {
	start, end := unixNano(sent.GetStartTimeUnixNano()), unixNano(sent.GetEndTimeUnixNano())
	return journey.Span{
		TraceID:       id,
		SpanID:        spanID(sent.GetSpanId()),
		ParentID:      spanID(sent.GetParentSpanId()),
		Name:          sent.GetName(),
		Kind:          kindOf(sent.GetKind()),
		Start:         start,
		Duration:      max(end.Sub(start), 0),
		Status:        statusOf(sent.GetStatus().GetCode()),
		StatusMessage: sent.GetStatus().GetMessage(),
		TraceState:    sent.GetTraceState(),
		Attributes:    attributesOf(sent.GetAttributes()),
		Events:        eventsOf(sent.GetEvents()),
		Links:         linksOf(sent.GetLinks()),
	}
}

func spanID(b []byte) journey.SpanID {
	id, _ := journey.SpanIDFromBytes(b)
	return id
}

// unixNano holds all that OTLP's unsigned nanoseconds can say.
func unixNano(nanos uint64) time.Time {
	return time.Unix(int64(nanos/1e9), int64(nanos%1e9)).UTC()
}

func kindOf(kind tracev1.Span_SpanKind) journey.SpanKind {
	switch kind {
	case tracev1.Span_SPAN_KIND_INTERNAL:
		return journey.KindInternal
	case tracev1.Span_SPAN_KIND_SERVER:
		return journey.KindServer
	case tracev1.Span_SPAN_KIND_CLIENT:
		return journey.KindClient
	case tracev1.Span_SPAN_KIND_PRODUCER:
		return journey.KindProducer
	case tracev1.Span_SPAN_KIND_CONSUMER:
		return journey.KindConsumer
	}
	return journey.KindUnspecified
}

func statusOf(code tracev1.Status_StatusCode) journey.SpanStatus {
	switch code {
	case tracev1.Status_STATUS_CODE_OK:
		return journey.StatusOK
	case tracev1.Status_STATUS_CODE_ERROR:
		return journey.StatusError
	}
	return journey.StatusUnset
}

func eventsOf(sent []*tracev1.Span_Event) []journey.Event {
	if len(sent) == 0 {
		return nil
	}
	events := make([]journey.Event, len(sent))
	for i, event := range sent {
		events[i] = journey.Event{
			Time: unixNano(event.GetTimeUnixNano()), Name: event.GetName(), Attributes: attributesOf(event.GetAttributes()),
		}
	}
	return events
}

func linksOf(sent []*tracev1.Span_Link) []journey.Link {
	if len(sent) == 0 {
		return nil
	}
	links := make([]journey.Link, len(sent))
	for i, link := range sent {
		id, _ := journey.TraceIDFromBytes(link.GetTraceId())
		links[i] = journey.Link{TraceID: id, SpanID: spanID(link.GetSpanId()), Attributes: attributesOf(link.GetAttributes())}
	}
	return links
}

func attributesOf(pairs []*commonv1.KeyValue) journey.Attributes {
	if len(pairs) == 0 {
		return nil
	}
	attributes := make(journey.Attributes, len(pairs))
	for i, pair := range pairs {
		attributes[i] = journey.Attribute{Key: pair.GetKey(), Value: valueOf(pair.GetValue())}
	}
	return attributes
}

// valueOf gives one of the types that journey.Attribute names. OTLP's empty
// value is an empty string.
func valueOf(value *commonv1.AnyValue) any {
	switch v := value.GetValue().(type) {
	case *commonv1.AnyValue_StringValue:
		return v.StringValue
	case *commonv1.AnyValue_BoolValue:
		return v.BoolValue
	case *commonv1.AnyValue_IntValue:
		return v.IntValue
	case *commonv1.AnyValue_DoubleValue:
		return v.DoubleValue
	case *commonv1.AnyValue_BytesValue:
		return v.BytesValue
	case *commonv1.AnyValue_KvlistValue:
		return attributesOf(v.KvlistValue.GetValues())
	case *commonv1.AnyValue_ArrayValue:
		return arrayOf(v.ArrayValue.GetValues())
	}
	return ""
}

func arrayOf(values []*commonv1.AnyValue) []any {
	array := make([]any, len(values))
	for i, value := range values {
		array[i] = valueOf(value)
	}
	return array
}
