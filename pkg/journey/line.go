package journey

import "time"

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
	// UnderWay is how many requests were in the line's pod when it was written, this
	// one included; only for placement possible, else 0.
	UnderWay int
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
	JoinedByNearby  JoinedBy = "nearby"  // the line carries no ID; a pod or service of the journey wrote it at that time
)

// Placement says how a log line came to its hop.
type Placement string

// The placements, best first.
const (
	PlacedBySpan    Placement = "span"     // the line names the span
	PlacedByTime    Placement = "time"     // service, time and what the line says
	PlacedByService Placement = "service"  // only the service is known
	PlacedOnGhost   Placement = "ghost"    // the service sent no span
	PlacedPossibly  Placement = "possible" // another request, or none, may have written the line
)

// The levels of log lines.
const (
	LevelDebug = "debug"
	LevelInfo  = "info"
	LevelWarn  = "warn"
	LevelError = "error"
)
