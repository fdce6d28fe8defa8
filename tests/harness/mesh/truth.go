package mesh

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Request is one request through the mesh: its truth, and what is sent of it.
type Request struct {
	Truth
	// Unrelated lines were written during the request but name no trace, so
	// they belong to no journey.
	Unrelated []Line

	spans []*span
}

// Truth is what really happened in a request.
type Truth struct {
	TraceID journey.TraceID
	// SentTraceID is the trace ID as the proxies pass it on in x-b3-traceid:
	// 16 hex digits when the client began with such an ID, else 32.
	SentTraceID string
	Scenario    Scenario
	Start, End  time.Time // around all work, whether or not its spans were sent
	Status      int       // that the client got
	Services    []string  // canonical names of those that sent spans, sorted
	Hops        []Hop     // sorted by source, then target
	Spans       []Span    // in the order in which they started
	Lines       []Line    // that belong to the journey, in time order
	Findings    []Finding // that must be raised, and no others; sorted
}

// Finding is a remark that must be made on a request.
type Finding struct {
	Code journey.FindingCode
	Node string // the service it is about, "" for the whole request
}

// Scenario names what a request was made to do.
type Scenario string

// The scenarios.
const (
	ScenarioNormal      Scenario = "normal"
	ScenarioSlowReviews Scenario = "slow-reviews" // reviews takes seconds
	ScenarioSlowRatings Scenario = "slow-ratings" // ratings takes seconds
	ScenarioDegraded    Scenario = "degraded"     // ratings answers 503, reviews v2 does without
	ScenarioFailed      Scenario = "failed"       // ratings answers 503, reviews v3 passes it on
)

// Hop is the calls from one service to another.
type Hop struct {
	Source, Target string
	Calls, Errors  int
}

// Span is a span as it was sent.
type Span struct {
	ID, Parent journey.SpanID // Parent is that of the client for the first span of a B3 request
	Service    string         // canonical name
	Version    string         // of the service, "" for the gateway
	Name       string
	Kind       journey.SpanKind
	Start, End time.Time
	Error      bool
	Proxy      bool // sent by a sidecar, waypoint or gateway, else by an application
}

// Line is a log line as it was sent, and where it belongs.
type Line struct {
	Time   time.Time
	Body   string
	Labels map[string]string // of the stream
	// Metadata is the line's structured metadata, nil when it has none.
	Metadata map[string]string
	Service  string // canonical name of who wrote it
	// SpanID is of the span it belongs to, whether or not the line says so; zero
	// when only the service is known.
	SpanID    journey.SpanID
	Says      bool // the line itself names its span
	ByRequest bool // the line names only the request's ID
	// Background lines of a plain mesh belong to no request.
	Background bool
	Hop        HopView // of the exchange it is about
	Level      string  // journey's spelling; "" when the line does not say

	// Connection is set on lines of ztunnel about the request's own connections.
	Connection *Connection

	tunnel   *tunnel      // that it is of
	resource []tag        // of who wrote a line that goes to Loki by OTLP
	context  traceContext // of such a line
}

// Connection is where a line about a connection belongs: on SpanID, or if that span was
// not sent, on Else.
type Connection struct{ SpanID, Else journey.SpanID }

// HopView is one end's view of a hop.
type HopView struct {
	Source, Target string
	View           string // ViewClient or ViewServer
}

// The two views of a hop.
const (
	ViewClient = "client" // what the caller and its proxy saw
	ViewServer = "server" // what the callee and its proxy saw
)

// Key tells lines apart: no two lines of a mesh have the same.
func (l *Line) Key() string {
	return LineKey(l.Time, cmp.Or(l.Labels["pod"], l.Labels["k8s_pod_name"]), cmp.Or(l.Labels["container"], l.Labels["k8s_container_name"]), l.Body)
}

// LineKey is the Key of a line that came back from Loki.
func LineKey(at time.Time, pod, container, body string) string {
	return strings.Join([]string{strconv.FormatInt(at.UnixNano(), 10), pod, container, body}, "|")
}

// ErrorSpans counts the spans with an error.
func (t *Truth) ErrorSpans() int {
	n := 0
	for i := range t.Spans {
		if t.Spans[i].Error {
			n++
		}
	}
	return n
}

// LinesOf is the lines that a service wrote.
func (t *Truth) LinesOf(service string) []Line {
	return slices.DeleteFunc(slices.Clone(t.Lines), func(l Line) bool { return l.Service != service })
}

// Hop finds the hop between two services; nil when there is none.
func (t *Truth) Hop(source, target string) *Hop {
	for i := range t.Hops {
		if t.Hops[i].Source == source && t.Hops[i].Target == target {
			return &t.Hops[i]
		}
	}
	return nil
}
