// Package findings says what broke in a journey, why, and what cannot be seen of it:
// one detector for each kind of finding, and the verdict.
package findings

import (
	"cmp"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/graph"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Request is a journey as findings look at it.
type Request struct {
	*journey.Journey
	journey.Raw
	Adjustments []journey.Adjustment
	Now         time.Time
	repeats     []series                        // of two calls or more
	answered    map[*journey.Span]int           // the HTTP status in a span's own access line, if that is a failure
	own         []ownAnswer                     // responses that proxies made themselves
	around      map[*journey.Span]*journey.Span // of spans whose parent is missing, the one within which they ran
}

// detector finds things of one kind, by itself.
type detector struct {
	find func(Request) []journey.Finding
	on   basis
}

var detectors = []detector{
	{errorOrigins, onWhole},
	{clientAborts, onSeen},
	{traceNotFound, onMissing},
	{traceTruncated, onSeen},
	{ghosts, onMissing},
	{missingParents, onMissing},
	{severalRoots, onSeen},
	{notInstrumented, onSilence},
	{clockSkew, onSeen},
	{retries, onSeen},
	{repeatedCalls, onSeen},
	{slowHops, onWhole},
	{proxyTime, onSeen},
	{proxyAnswers, onSeen},
	{ambient, onSeen},
	{linesOutside, onWhole},
}

// Of says what broke in a journey and what cannot be seen of it, the
// gravest first.
func Of(s Request) []journey.Finding {
	s.repeats, s.around, s.answered = seriesOf(s.Calls), graph.Enclosing(s.Spans), failedAnswers(s.Journey.Lines)
	s.own = s.ownAnswers()
	var found []based
	for _, d := range detectors {
		for _, f := range d.find(s) {
			found = append(found, based{f, d.on})
		}
	}
	fs := s.fair(found)
	for i := range fs {
		fs[i].TraceID = s.TraceID
	}
	slices.SortStableFunc(fs, bySeverity)
	return fs
}

func bySeverity(a, b journey.Finding) int { return cmp.Compare(rank(a.Severity), rank(b.Severity)) }

func rank(s journey.Severity) int {
	return slices.Index([]journey.Severity{journey.SeverityError, journey.SeverityWarning, journey.SeverityInfo}, s)
}

// ms writes a duration for a sentence.
func ms(d time.Duration) string {
	if d >= 10*time.Second {
		return d.Round(100 * time.Millisecond).String()
	}
	if d >= 10*time.Millisecond {
		return d.Round(time.Millisecond).String()
	}
	return d.Round(10 * time.Microsecond).String()
}
