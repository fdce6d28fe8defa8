// Package journey holds the words of the domain and its contracts: a request as a
// journey of spans and log lines, what is asked and answered, and the sources that
// logs and traces come from. It imports no Grafana, Loki or Tempo code.
package journey

import "time"

// Journey is all that is known of one request.
type Journey struct {
	TraceID TraceID
	Depth   Depth // how much was fetched of it
	// Start and End enclose every span, and every line if there is no span.
	Start, End time.Time
	// Spans are normalised and in order of start; Lines are in time order and
	// each knows its hop.
	Spans    []*Span
	Lines    []*PlacedLine
	Graph    Graph
	Findings []Finding
	Verdict  Verdict

	Calls []*Call // between its services
}

// Duration from the first span's start to the last span's end.
func (j *Journey) Duration() time.Duration { return j.End.Sub(j.Start) }

// Root is the earliest span without a parent in the journey, nil when there
// are no spans.
func (j *Journey) Root() *Span {
	for _, s := range j.Spans {
		if s.Parent == nil {
			return s
		}
	}
	return nil
}

// Step is one row of a journey: a span or a log line, never both.
type Step struct {
	Time time.Time
	Span *Span
	Line *PlacedLine
}

// Steps merges spans (at their start) and lines in time order; at equal times
// spans come first.
func (j *Journey) Steps() []Step {
	steps := make([]Step, 0, len(j.Spans)+len(j.Lines))
	spans, lines := j.Spans, j.Lines
	for len(spans)+len(lines) > 0 {
		if len(lines) == 0 || len(spans) > 0 && !spans[0].Start.After(lines[0].Time) {
			steps = append(steps, Step{Time: spans[0].Start, Span: spans[0]})
			spans = spans[1:]
			continue
		}
		steps = append(steps, Step{Time: lines[0].Time, Line: lines[0]})
		lines = lines[1:]
	}
	return steps
}

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

// Line is a log line as Loki returned it.
type Line struct {
	Time     time.Time
	Body     string
	Labels   Labels // of the stream; shared by its lines, not to be changed
	Metadata Labels // structured metadata of this line
	Parsed   Labels // what the parsers and formatters of the LogQL query made of this line
}

// Label is a Loki label or structured metadata pair.
type Label struct{ Name, Value string }

// Labels are sorted by name.
type Labels []Label

// Get is the value of the first of names that is present and not empty.
func (ls Labels) Get(names ...string) string {
	for _, name := range names {
		for i := range ls {
			if ls[i].Name == name && ls[i].Value != "" {
				return ls[i].Value
			}
		}
	}
	return ""
}

// PlacedLine is a line of a journey on the hop that wrote it.
type PlacedLine struct {
	Line                    // its Time is corrected by Skew
	Skew      time.Duration // was added to the time; the host's clock was off
	Context   TraceContext
	Level     string // debug, info, warn, error, or "" when the line does not say
	JoinedBy  JoinedBy
	Placement Placement
	Span      *Span  // nil for placements service and ghost
	Node      string // ID of the service that wrote the line

	RequestID   string // x-request-id of an access line, or ""
	ProxyStatus int    // the HTTP status in a proxy's access line, or 0
	Caller      *Span  // whose ID the line carries, when another service wrote the line
	// Answer is set where the line is of a proxy that made the response itself.
	Answer *ProxyAnswer
}

// ProxyAnswer is why a proxy made a response itself instead of passing one on.
type ProxyAnswer struct {
	Proxy      string // "Envoy", "Traefik", "nginx", "HAProxy" or "Caddy"
	Status     int    // HTTP; 0 when the caller got none
	Code       string // what the proxy wrote as the reason, such as "UF,URX"; "" for none
	Cause      string // the reason in words
	Check      string // what to check, a sentence
	IstioCheck string // the same in an Istio mesh
	Upstream   string // the service or address that the proxy tried; "" when not known
	Failure    string // the proxy's words on what failed; ""
}

// Written is the time of the line as its source holds it.
func (l *PlacedLine) Written() time.Time { return l.Time.Add(-l.Skew) }

// TraceContext is what a log line says of the trace it belongs to.
type TraceContext struct {
	TraceID TraceID
	SpanID  SpanID // zero when the line does not say
	Sampled Sampled
}

// Sampled is the sampling decision that a line carries.
type Sampled int8

// The sampling decisions.
const (
	SampledUnknown Sampled = iota
	SampledYes
	SampledNo
)

// JoinedBy says why a line belongs to its journey.
type JoinedBy string

// The ways in which lines are joined, the surest first.
const (
	JoinedByTrace   JoinedBy = "trace"   // the line carries the trace ID
	JoinedByRequest JoinedBy = "request" // the line carries the request's ID, such as x-request-id
)

// Placement says how a log line came to its hop.
type Placement string

// The placements, best first.
const (
	PlacedBySpan    Placement = "span"    // the line names the span
	PlacedByTime    Placement = "time"    // service, time and what the line says
	PlacedByService Placement = "service" // only the service is known
	PlacedOnGhost   Placement = "ghost"   // the service sent no span
)

// Verdict says how whole a journey is.
type Verdict string

// The verdicts.
const (
	VerdictComplete   Verdict = "complete"    // nothing is known to be missing
	VerdictPartial    Verdict = "partial"     // spans or lines are missing, or may still be arriving, or a source failed
	VerdictLogsOnly   Verdict = "logs-only"   // lines carry the ID, but there are no spans
	VerdictSampledOut Verdict = "sampled-out" // the lines say that no spans were to be kept
	VerdictNotFound   Verdict = "not-found"   // neither Tempo nor Loki knows it
	VerdictTruncated  Verdict = "truncated"   // a limit left out some of this request; of a limit on a whole search a notice says so
)

// LastSeen is when the last of the journey's spans ended or its last line was written.
func (j *Journey) LastSeen() time.Time {
	last := j.End
	if n := len(j.Lines); n > 0 && j.Lines[n-1].Time.After(last) {
		last = j.Lines[n-1].Time
	}
	return last
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

// The levels of log lines.
const (
	LevelDebug = "debug"
	LevelInfo  = "info"
	LevelWarn  = "warn"
	LevelError = "error"
)
