package journey

import (
	"math"
	"time"
)

// witness is a line without a span ID, with all that it tells of its span.
type witness struct {
	line     *Line
	pod      string
	access   access
	isAccess bool
	status   string // of the access line, as spans write it
	caller   *Span  // whose ID the line carries, when that is not its own
}

func witnessOf(l *Line) witness {
	w := witness{line: l, pod: podOfLine(l)}
	w.access, w.isAccess = accessOf(l.Body)
	if w.isAccess {
		w.status = w.access.statusText()
	}
	return w
}

// nearby is how far from a span's start or end a line may be and still count
// as written by it: log pipelines round to the millisecond, and proxies write
// their access lines a little after the request has ended.
const nearby = time.Second

// Large traces have thousands of spans near any line. An access line is looked
// for among the spans that ended with it first, and farther away only when none
// of these surely fits; any other line among the last to have started.
const (
	withIt  = 20 * time.Millisecond
	sureFit = 8
	lastFew = 256
	closest = 1024
)

// span is the one that fits best, nil when none is near in time.
func (w witness) span(own *candidates) *Span {
	own.prepare()
	t := w.line.Time
	if w.isAccess {
		if best, fit := w.best(own.endedAround(t, withIt, lastFew)); fit >= sureFit {
			return best
		}
		best, _ := w.best(own.endedAround(t, nearby, closest))
		return best
	}
	if t.After(own.lastEnd.Add(nearby)) {
		return nil
	}
	for few := lastFew; ; few *= 8 {
		best, _ := w.best(own.startedBefore(t, nearby, few))
		if best != nil || few >= len(own.byStart) {
			return best
		}
	}
}

// best fits best of all. Of equally fitting spans it is the one nearest in
// time, then the shortest: the innermost of those under way.
func (w witness) best(among []*candidate) (best *Span, bestFit int) {
	bestFit = math.MinInt
	var bestGap time.Duration
	for _, c := range among {
		gap := w.gap(c.Span)
		if gap > nearby {
			continue
		}
		fit := w.fit(c)
		better := fit > bestFit || fit == bestFit && (gap < bestGap || gap == bestGap && c.Duration < best.Duration)
		if better {
			best, bestFit, bestGap = c.Span, fit, gap
		}
	}
	return best, bestFit
}

// early is what weighs against a span that ended after its access line.
const early = 500 * time.Microsecond

// gap is how long the line lies outside the span's life. An access line is
// written when its request has ended, so there it is the time since the end.
func (w witness) gap(s *Span) time.Duration {
	t := w.line.Time
	switch {
	case w.isAccess && t.Before(s.End()):
		return s.End().Sub(t) + early
	case w.isAccess:
		return t.Sub(s.End())
	case t.Before(s.Start):
		return s.Start.Sub(t)
	}
	return max(0, t.Sub(s.End()))
}

// fit adds up what speaks for the span and takes away what speaks against it.
// A certain contradiction (another pod, another status) outweighs what merely
// looks alike.
func (w witness) fit(c *candidate) int {
	points := agree(w.pod, c.pod, 4, -8)
	if w.caller != nil && c.Parent == w.caller {
		points += 6
	}
	if !w.isAccess {
		if c.proxy {
			points-- // a proxy writes access lines; this is the application's
		}
		return points
	}
	if c.proxy {
		points++
	}
	a := &w.access
	points += fitView(a, c.Span) + fitTimes(a, c.Span)
	points += agree(a.method, c.method, 1, -4)
	points += agree(w.status, c.status, 2, -8)
	points += agree(a.path, c.path, 2, -4)
	if a.peer != "" && a.view == viewClient {
		points += agreeOn(namesPeer(c.Span, a.peer), 3, -2)
	}
	return points
}

// fitView tells the caller's view of a call from the callee's.
func fitView(a *access, s *Span) int {
	switch {
	case a.view == viewUnknown || s.Kind != KindClient && s.Kind != KindServer:
		return 0
	case (a.view == viewClient) == (s.Kind == KindClient):
		return 4
	}
	return -4
}

// Access lines give times exactly, cut off at the millisecond, or rounded to it.
const (
	exactly   = 10 * time.Microsecond
	cutOff    = time.Millisecond + exactly
	roundedTo = 1500 * time.Microsecond
)

// fitTimes tells calls of one operation apart that run at once.
func fitTimes(a *access, s *Span) int {
	points := 0
	if !a.start.IsZero() {
		points += fitTime(s.Start.Sub(a.start), a.start.Nanosecond()%int(time.Millisecond) != 0)
	}
	if a.took >= 0 {
		points += fitTime(s.Duration-a.took, a.took%time.Millisecond != 0)
	}
	return points
}

// fitTime compares a time of the span with the line's, which may be exact.
func fitTime(diff time.Duration, exact bool) int {
	switch {
	case exact && diff.Abs() <= exactly:
		return 8
	case diff >= -exactly && diff < cutOff:
		return 3
	case diff.Abs() <= roundedTo:
		return 2
	}
	return 0
}

// agree compares two texts that may be unknown.
func agree(a, b string, yes, no int) int {
	if a == "" || b == "" {
		return 0
	}
	return agreeOn(a == b, yes, no)
}

func agreeOn(same bool, yes, no int) int {
	if same {
		return yes
	}
	return no
}
