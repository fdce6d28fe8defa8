package journey

import "slices"

// The names of the frames that a query can ask for; they are a public contract.
const (
	FrameJourneys = "journeys" // a row per request
	FrameSteps    = "steps"    // a row per span or line, in time order
	FrameNodes    = "nodes"    // a row per service
	FrameEdges    = "edges"    // a row per hop
	FrameTrace    = "trace"    // a row per span, for Grafana's trace view
	FrameLogs     = "logs"     // a row per line, for Grafana's logs view
	FrameFindings = "findings" // a row per finding
)

// FrameNames are all frames, in the order in which they are sent.
func FrameNames() []string {
	return []string{FrameJourneys, FrameSteps, FrameNodes, FrameEdges, FrameTrace, FrameLogs, FrameFindings}
}

// DefaultFrames are those of a query that names none: one journey comes whole,
// a search is a list and a graph.
func DefaultFrames(t QueryType) []string {
	if t == QueryJourney {
		return FrameNames()
	}
	return []string{FrameJourneys, FrameNodes, FrameEdges}
}

// ValidFrame says that there is a frame of that name.
func ValidFrame(name string) bool { return slices.Contains(FrameNames(), name) }
