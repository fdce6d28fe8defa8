package journey

import (
	"cmp"
	"slices"
	"time"
)

// scene is a journey as findings look at it.
type scene struct {
	*Journey
	Raw
	adjustments []Adjustment
	now         time.Time
	repeats     []series        // of two calls or more
	answered    map[*Span]int   // the HTTP status in a span's own access line, if that is a failure
	around      map[*Span]*Span // of spans whose parent is missing, the one within which they ran
}

// detector finds things of one kind, by itself.
type detector struct {
	find func(scene) []Finding
	on   basis
}

var detectors = []detector{
	{errorOrigins, onWhole},
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
	{ambient, onSeen},
	{linesOutside, onWhole},
}

// findingsOf says what broke in a journey and what cannot be seen of it, the
// gravest first.
func findingsOf(s scene) []Finding {
	s.repeats, s.around, s.answered = seriesOf(s.calls), surrounding(s.Spans), failedAnswers(s.Journey.Lines)
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

func bySeverity(a, b Finding) int { return cmp.Compare(rank(a.Severity), rank(b.Severity)) }

func rank(s Severity) int {
	return slices.Index([]Severity{SeverityError, SeverityWarning, SeverityInfo}, s)
}

// failed says that the request as a whole failed: that a span without a caller
// reports an error.
func (s scene) failed() bool {
	return slices.ContainsFunc(s.Spans, func(span *Span) bool { return span.Parent == nil && span.Status == StatusError })
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
