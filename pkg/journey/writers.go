package journey

import "time"

// Writers are pods and services whose lines or spans are wanted.
type Writers struct {
	Pods     []string
	Services []string // those whose spans name no pod

	PodLabels, ServiceLabels []string // labels and metadata in which lines name them
}

// IsZero says that there are none.
func (w Writers) IsZero() bool { return len(w.Pods)+len(w.Services) == 0 }

// SpansResult is an answer of TraceSource.SpansBy.
type SpansResult struct {
	Traces []Trace // with the writers' spans only
	Cut    bool    // there may be more traces, or more spans of these
	Stats  SourceStats
}

// Near is what was found near a journey: lines of its writers, and what else they did
// at its time.
type Near struct {
	Lines  []Line  // carry neither a trace ID nor a request ID
	Others []Trace // spans of other requests in the same pods and services
	// Since is when the lines are all there from; Whole says that Others are all there.
	Since time.Time
	Whole bool
}
