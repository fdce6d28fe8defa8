package journey

import "time"

// Raw is what the sources hold of one request, not yet joined.
type Raw struct {
	Depth    Depth
	Trace    Trace
	Lines    []Line
	Contexts []TraceContext // of Lines, in the same order
	LinesErr error          // why Lines may lack some
	LinesCut time.Time      // lines older than this are left out; zero when all are there
	Shared   bool           // other requests' lines counted against the limit that left them out

	Connections *ConnectionLines // nil when nobody searched them
}
