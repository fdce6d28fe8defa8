package journey

import "time"

// Span is one unit of work as its service reported it; the names are
// OpenTelemetry's (https://opentelemetry.io/docs/specs/otel/trace/api/#span).
type Span struct {
	TraceID       TraceID
	SpanID        SpanID
	ParentID      SpanID
	Name          string
	Kind          SpanKind
	Start         time.Time
	Duration      time.Duration
	Status        SpanStatus
	StatusMessage string
	ServiceName   string // resource attribute service.name, as sent
	ScopeName     string
	ScopeVersion  string
	TraceState    string
	Attributes    Attributes
	Resource      Attributes
	Events        []Event
	Links         []Link

	// Parent is set by normalize; nil for roots and orphans.
	Parent *Span
	// Node is the ID of the service in the journey's graph that did the work.
	Node string
	// Critical is how much of the journey's critical path this span is.
	Critical time.Duration
}

// End is when the span finished.
func (s *Span) End() time.Time { return s.Start.Add(s.Duration) }

// SpanKind is OpenTelemetry's span kind.
type SpanKind string

// The span kinds.
const (
	KindUnspecified SpanKind = "unspecified"
	KindInternal    SpanKind = "internal"
	KindServer      SpanKind = "server"
	KindClient      SpanKind = "client"
	KindProducer    SpanKind = "producer"
	KindConsumer    SpanKind = "consumer"
)

// SpanStatus is OpenTelemetry's status code.
type SpanStatus string

// The status codes.
const (
	StatusUnset SpanStatus = "unset"
	StatusOK    SpanStatus = "ok"
	StatusError SpanStatus = "error"
)

// Event is something that happened during a span, such as an exception.
type Event struct {
	Time       time.Time
	Name       string
	Attributes Attributes
}

// Link names a span, often of another trace, that is causally related.
type Link struct {
	TraceID    TraceID
	SpanID     SpanID
	Attributes Attributes
}

// Attributes are OpenTelemetry attributes in the order they were sent.
type Attributes []Attribute

// Attribute is a key with a string, bool, int64, float64, []byte, []any or
// Attributes value.
type Attribute struct {
	Key   string
	Value any
}

// Text is the string value of the first of keys that has one, else "". Of a list,
// such as the values of a header, it is the first.
func (a Attributes) Text(keys ...string) string {
	for _, key := range keys {
		for i := range a {
			if a[i].Key != key {
				continue
			}
			value := a[i].Value
			if list, ok := value.([]any); ok && len(list) > 0 {
				value = list[0]
			}
			if s, ok := value.(string); ok && s != "" {
				return s
			}
		}
	}
	return ""
}

// HasStart says that the span has a start: 0 is what a missing timestamp is in
// OTLP and Zipkin.
func HasStart(s *Span) bool { return s.Start.Unix() > 0 }

func BySpanID(spans []*Span) map[SpanID]*Span {
	index := make(map[SpanID]*Span, len(spans))
	for _, s := range spans {
		index[s.SpanID] = s
	}
	return index
}
