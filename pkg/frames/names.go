package frames

import (
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// The names of the frames that a query can ask for; they are a public contract.
const (
	Journeys = "journeys" // a row per request
	Steps    = "steps"    // a row per span or line, in time order
	Nodes    = "nodes"    // a row per service
	Edges    = "edges"    // a row per hop
	Trace    = "trace"    // a row per span, for Grafana's trace view
	Logs     = "logs"     // a row per line, for Grafana's logs view
	Findings = "findings" // a row per finding
)

// Names are all frames, in the order in which they are sent.
func Names() []string {
	return []string{Journeys, Steps, Nodes, Edges, Trace, Logs, Findings}
}

// DefaultNames are the frames of a query that names none: one journey comes whole,
// a search is a list and a graph.
func DefaultNames(t journey.QueryType) []string {
	if t == journey.QueryJourney {
		return Names()
	}
	return []string{Journeys, Nodes, Edges}
}

// IsName says that there is a frame of that name.
func IsName(name string) bool { return slices.Contains(Names(), name) }

// DepthOf is how much must be fetched of each request for the named frames.
func DepthOf(names []string) journey.Depth {
	depth := journey.DepthSummary
	for _, name := range names {
		switch name {
		case Steps, Trace, Logs:
			return journey.DepthWhole
		case Findings:
			depth = journey.DepthLines
		}
	}
	return depth
}
