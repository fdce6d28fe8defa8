package place

import (
	"math"
	"time"

	"github.com/requestjourney/requestjourney/pkg/accesslog"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// parsedLine is a line with all that it says about its span, except the span's ID.
type parsedLine struct {
	line     *journey.Line
	pod      string
	access   accesslog.Entry
	isAccess bool
	status   string        // of the access line, as spans write it
	caller   *journey.Span // the span whose ID the line carries, if another span wrote the line
}

func parse(l *journey.Line) parsedLine {
	w := parsedLine{line: l, pod: semconv.PodOfLine(l)}
	w.access, w.isAccess = accesslog.Parse(l.Body)
	if w.isAccess {
		w.status = w.access.StatusText()
	}
	return w
}

// maxTimeGap is how long before a span's start or after its end the span may have written a
// line: log pipelines round to the millisecond, and proxies write their access lines a
// little after the request has ended.
const maxTimeGap = time.Second

// Large traces have thousands of spans near any line. An access line is first compared with
// the spans that ended when it was written. It is compared with more spans only if none of
// these certainly fits. Any other line is compared with the spans that started last.
const (
	endWindow       = 20 * time.Millisecond
	sureScore       = 8
	nearestSpans    = 256
	maxNearestSpans = 1024
)

// span returns the span that fits best, or nil if none is near in time.
func (w parsedLine) span(own *scoredSpans) *journey.Span {
	own.prepare()
	t := w.line.Time
	if w.isAccess {
		if best, fit := w.best(own.endedAround(t, endWindow, nearestSpans)); fit >= sureScore {
			return best
		}
		best, _ := w.best(own.endedAround(t, maxTimeGap, maxNearestSpans))
		return best
	}
	if t.After(own.lastEnd.Add(maxTimeGap)) {
		return nil
	}
	for few := nearestSpans; ; few *= 8 {
		best, _ := w.best(own.startedBefore(t, maxTimeGap, few))
		if best != nil || few >= len(own.byStart) {
			return best
		}
	}
}

// best returns the span with the highest score. Of several, it returns the nearest in time,
// then the shortest, which is the innermost span under way.
func (w parsedLine) best(among []*scoredSpan) (best *journey.Span, bestFit int) {
	bestFit = math.MinInt
	var bestGap time.Duration
	for _, c := range among {
		gap := w.gap(c.Span)
		if gap > maxTimeGap {
			continue
		}
		fit := w.score(c)
		better := fit > bestFit || fit == bestFit && (gap < bestGap || gap == bestGap && c.Duration < best.Duration)
		if better {
			best, bestFit, bestGap = c.Span, fit, gap
		}
	}
	return best, bestFit
}

// endedLaterPenalty is added to the gap of a span that ended after the access line.
const endedLaterPenalty = 500 * time.Microsecond

// gap returns how far the line is outside the span's time. An access line is written when
// its request has ended, so its gap is the time since the span's end.
func (w parsedLine) gap(s *journey.Span) time.Duration {
	t := w.line.Time
	switch {
	case w.isAccess && t.Before(s.End()):
		return s.End().Sub(t) + endedLaterPenalty
	case w.isAccess:
		return t.Sub(s.End())
	case t.Before(s.Start):
		return s.Start.Sub(t)
	}
	return max(0, t.Sub(s.End()))
}

// score adds points for all that agrees with the span, and subtracts points for all that
// contradicts it. A certain contradiction, such as another pod or status, outweighs all
// that is only similar.
func (w parsedLine) score(c *scoredSpan) int {
	points := agree(w.pod, c.pod, 4, -8)
	if w.caller != nil && c.Parent == w.caller {
		points += 6
	}
	if !w.isAccess {
		if c.proxy {
			points-- // a proxy writes access lines, and this is none
		}
		return points
	}
	if c.proxy {
		points++
	}
	a := &w.access
	points += scoreView(a, c.Span) + scoreTimes(a, c.Span)
	points += agree(a.Method, c.method, 1, -4)
	points += agree(w.status, c.status, 2, -8)
	points += agree(a.Path, c.path, 2, -4)
	if a.Peer != "" && a.View == accesslog.ViewClient {
		points += agreeOn(semconv.NamesPeer(c.Span, a.Peer), 3, -2)
	}
	return points
}

// scoreView separates the caller's view of a call from the callee's.
func scoreView(a *accesslog.Entry, s *journey.Span) int {
	switch {
	case a.View == accesslog.ViewUnknown || s.Kind != journey.KindClient && s.Kind != journey.KindServer:
		return 0
	case (a.View == accesslog.ViewClient) == (s.Kind == journey.KindClient):
		return 4
	}
	return -4
}

// Times in access lines are exact, cut off at the millisecond, or rounded to it.
const (
	exactly   = 10 * time.Microsecond
	cutOff    = time.Millisecond + exactly
	roundedTo = 1500 * time.Microsecond
)

// scoreTimes separates parallel calls of one operation.
func scoreTimes(a *accesslog.Entry, s *journey.Span) int {
	points := 0
	if !a.Start.IsZero() {
		points += scoreTime(s.Start.Sub(a.Start), a.Start.Nanosecond()%int(time.Millisecond) != 0)
	}
	if a.Duration >= 0 {
		points += scoreTime(s.Duration-a.Duration, a.Duration%time.Millisecond != 0)
	}
	return points
}

// scoreTime scores the difference between a time of the span and the line's, which may be
// exact.
func scoreTime(diff time.Duration, exact bool) int {
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
