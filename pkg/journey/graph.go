package journey

import "time"

// Graph is who called whom, in one journey or over many.
type Graph struct {
	Services []*Service // sorted by ID
	Hops     []*Hop     // sorted by source, then target
}

// Service is a node of the graph: who did the work.
type Service struct {
	ID        string
	Name      string
	Namespace string
	Versions  []string // sorted; several when journeys met several
	Kind      ServiceKind
	System    string // of a database or queue: "postgresql", "kafka", …
	Journeys  int    // how many journeys came through
	Spans     int
	Errors    int // spans with status error
	Lines     int
	LineErrs  int  // lines at level error or above
	Work      View // the requests that it served
	Findings  int
}

// ServiceKind is what a node is.
type ServiceKind string

// The service kinds. Those after KindGhost send no spans of their own: other
// services' spans name them.
const (
	KindService  ServiceKind = "service"
	KindGateway  ServiceKind = "gateway"
	KindGhost    ServiceKind = "ghost" // wrote lines, sent no span
	KindDatabase ServiceKind = "database"
	KindQueue    ServiceKind = "queue"
	KindExternal ServiceKind = "external" // a host or service that was called
)

// Hop is the calls of one kind from one service to another.
type Hop struct {
	Source, Target string // service IDs
	Kind           HopKind
	Calls, Errors  int
	// Client is the caller's view of the calls, from its outermost span; Server
	// the callee's, from its innermost. Overhead is the difference where both
	// were seen: time in the network and in proxies.
	Client, Server, Overhead View
	// ClientProxy and ServerProxy are the views of the sidecars or gateways
	// between them, for a graph that unfolds them.
	ClientProxy, ServerProxy View
	Lines, Findings          int // on the spans of either end
	Layer4                   Layer4
}

// HopKind is what a hop is.
type HopKind string

// The hop kinds.
const (
	HopCall      HopKind = "call"
	HopMessaging HopKind = "messaging" // a message, by way of a queue where that is named
	HopLink      HopKind = "link"      // a span that names another as a cause
)

// ID names the hop in the graph.
func (h *Hop) ID() string {
	if h.Kind == HopCall || h.Kind == "" {
		return h.Source + "→" + h.Target
	}
	return h.Source + "→" + h.Target + " (" + string(h.Kind) + ")"
}

// View is the rate, errors and durations of calls as one end saw them.
type View struct {
	Calls  int
	Errors int
	P50    time.Duration // nearest-rank percentile
	P95    time.Duration
	Total  time.Duration
}
