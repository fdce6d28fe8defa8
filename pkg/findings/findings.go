// Package findings reports what broke in a journey, why, and which parts of it
// are not visible. It has one detector for each kind of finding, and decides the
// verdict.
package findings

import (
	"cmp"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/graph"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Request is the input of all detectors: a joined journey and what its sources
// returned for it.
type Request struct {
	*journey.Journey
	journey.Raw
	Adjustments []journey.Adjustment
	Now         time.Time

	repeats     []series                        // repeated calls, two or more each
	proxyErrors map[*journey.Span]int           // 5xx statuses from the access lines of spans
	ownAnswers  []ownAnswer                     // responses that proxies made themselves
	enclosing   map[*journey.Span]*journey.Span // for spans whose parent is missing, the span that encloses them in time
}

// detector finds one kind of finding. basis says which spans its findings rely on.
type detector struct {
	find  func(Request) []journey.Finding
	basis basis
}

var detectors = []detector{
	{errorOrigins, onAllSpans},
	{clientAborts, onPresentSpans},
	{traceNotFound, onMissingSpans},
	{traceTruncated, onPresentSpans},
	{ghosts, onMissingSpans},
	{missingParents, onMissingSpans},
	{severalRoots, onPresentSpans},
	{notInstrumented, onSilentCallee},
	{clockSkew, onPresentSpans},
	{retries, onPresentSpans},
	{repeatedCalls, onPresentSpans},
	{slowHops, onAllSpans},
	{proxyTime, onPresentSpans},
	{proxyAnswers, onPresentSpans},
	{ambient, onPresentSpans},
	{linesOutside, onAllSpans},
}

// Of returns all findings about a request, the most severe first.
func Of(r Request) []journey.Finding {
	r.repeats, r.enclosing, r.proxyErrors = seriesOf(r.Calls), graph.Enclosing(r.Spans), proxyErrors(r.Journey.Lines)
	r.ownAnswers = r.findOwnAnswers()
	var found []detected
	for _, d := range detectors {
		for _, f := range d.find(r) {
			found = append(found, detected{f, d.basis})
		}
	}
	fs := r.dropRefutable(found)
	for i := range fs {
		fs[i].TraceID = r.TraceID
	}
	slices.SortStableFunc(fs, bySeverity)
	return fs
}

func bySeverity(a, b journey.Finding) int { return cmp.Compare(rank(a.Severity), rank(b.Severity)) }

func rank(s journey.Severity) int {
	return slices.Index([]journey.Severity{journey.SeverityError, journey.SeverityWarning, journey.SeverityInfo}, s)
}

// millis converts a duration for evidence.
func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
