package place

import (
	"slices"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/accesslog"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

const (
	// maxDelay is how late log shippers stamp a line whose text has no time.
	maxDelay = 5 * time.Second
	// maxEarly is how early, by the clock of another host.
	maxEarly = time.Second
	// sameClock is how exactly a line's own time and the times of spans of its pod
	// agree.
	sameClock = 5 * time.Millisecond
)

// written is when a line was written, at the earliest and at the latest, by the clock
// of its pod.
type written struct{ from, to time.Time }

// writtenAt uses the time in the text, if there is one: that of the log source may be
// when the line was collected.
func (l *nearLine) writtenAt() written {
	at := l.line.Time
	if l.isAccess {
		if a := l.access; !a.Start.IsZero() && a.Duration >= 0 {
			end := a.Start.Add(a.Duration)
			return written{end.Add(-sameClock), end.Add(2*time.Millisecond + sameClock)}
		}
	} else if stamp, precision, ok := accesslog.Stamp(l.line.Body, at); ok {
		return written{stamp.Add(-sameClock), stamp.Add(precision + sameClock)}
	}
	return written{at.Add(-maxDelay), at.Add(maxEarly)}
}

// isTimed says that the line itself says when it was written.
func (l *nearLine) isTimed() bool { return l.during.to.Sub(l.during.from) < maxEarly+maxDelay }

// shown is the time at which a line counts as written: by its own words, unless the
// time of the log source is the same and more exact.
func (l *nearLine) shown() (from, to time.Time) {
	at := l.line.Time
	if !l.isTimed() || !at.Before(l.during.from) && !at.After(l.during.to) {
		return at, at
	}
	return l.during.from.Add(sameClock), l.during.to.Add(-sameClock)
}

// isTraced says that the line tells its request from all others by exact times.
func (l *nearLine) isTraced() bool {
	return l.isAccess && !l.access.Start.IsZero() && l.access.Duration >= 0
}

// isNear says that a span of the journey was under way when the line was written, or
// had just ended.
func (l *nearLine) isNear(s *scoredSpan) bool {
	from, to := l.shown()
	return !to.Add(l.writer.skew).Before(s.Start.Add(-sameClock)) && !from.Add(l.writer.skew).After(s.End().Add(maxTimeGap))
}

// fitsAny says that any of the spans may have written the line.
func (l *nearLine) fitsAny(spans []*scoredSpan, skew time.Duration) bool {
	for _, s := range spans {
		if l.mayFit(s, skew) {
			return true
		}
	}
	return false
}

// mayFit leaves out a span only if the line surely contradicts it.
func (l *nearLine) mayFit(s *scoredSpan, skew time.Duration) bool {
	from, to := l.during.from.Add(skew), l.during.to.Add(skew)
	if s.Start.After(to) || s.End().Add(maxTimeGap).Before(from) {
		return false
	}
	if !l.isAccess {
		return true
	}
	a := &l.access
	contradicts := differ(a.Method, s.method) || differ(l.status, s.status) || differ(a.Path, s.path) ||
		!a.Start.IsZero() && s.Start.Add(-skew).Sub(a.Start).Abs() > looselyTimed(s.Duration) ||
		a.Duration >= 0 && (s.Duration-a.Duration).Abs() > looselyTimed(s.Duration)
	return !contradicts
}

// looselyTimed is how much the times of an access line and of another request's span
// may differ. It is more than closelyTimed: in doubt the line is the other's.
func looselyTimed(d time.Duration) time.Duration { return 10*time.Millisecond + d/100 }

func differ(a, b string) bool { return a != "" && b != "" && a != b }

// surest is the span of the journey that the line fits best, if it surely fits it.
// several says that it may be of other spans of the journey as well.
func (l *nearLine) surest(w *writer) (best *scoredSpan, several bool) {
	bestScore := 0
	fitting := l.fitting(w)
	for _, s := range fitting {
		if !l.says(s) {
			continue
		}
		if score := l.score(s); best == nil || score > bestScore || score == bestScore && s.Duration < best.Duration {
			best, bestScore = s, score
		}
	}
	return best, len(fitting) > 1
}

// fitting are the spans of the journey that may have written the line: of a proxy's access
// line, those of the proxy, if it sent any.
func (l *nearLine) fitting(w *writer) (fitting []*scoredSpan) {
	hasProxy := slices.ContainsFunc(w.spans, func(s *scoredSpan) bool { return s.proxy })
	for _, s := range w.spans {
		if l.isNear(s) && l.mayFit(s, w.skew) && (s.proxy || !hasProxy || !l.isAccess || !l.access.IsProxy) {
			fitting = append(fitting, s)
		}
	}
	return fitting
}

// says is the evidence that a line is about a span.
func (l *nearLine) says(s *scoredSpan) bool {
	if l.isAccess {
		return l.agrees(s)
	}
	return names(l.line.Body, s.path, minPath) || names(l.line.Body, semconv.Statement(s.Span), minText) ||
		names(l.line.Body, s.StatusMessage, minText)
}

// The shortest texts that are found in a line by chance only rarely.
const (
	minPath = 4
	minText = 12
)

// names says that a text stands in a line as a whole.
func names(body, text string, shortest int) bool {
	if len(text) < shortest {
		return false
	}
	for rest := body; ; {
		_, after, found := strings.Cut(rest, text)
		if !found {
			return false
		}
		if after == "" || !strings.ContainsRune("/-_.", rune(after[0])) && !isWordByte(after[0]) {
			return true
		}
		rest = after
	}
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// agrees says that an access line and a span agree in all that the line says, and that
// this is enough.
func (l *nearLine) agrees(s *scoredSpan) bool {
	a := &l.access
	same := a.Method != "" && a.Method == s.method && a.Path != "" && a.Path == s.path && l.status != "" && l.status == s.status
	if !same {
		return false
	}
	if !a.Start.IsZero() && s.Start.Add(-l.writer.skew).Sub(a.Start).Abs() > closelyTimed {
		return false
	}
	return a.Duration < 0 || (s.Duration-a.Duration).Abs() <= closelyTimed
}

// closelyTimed is how much times may differ that are rounded to milliseconds.
const closelyTimed = 2 * time.Millisecond

// isLike says that the line is of an operation that the journey's spans have, too.
func (l *nearLine) isLike(spans []*scoredSpan) bool {
	for _, s := range spans {
		if l.isAccess && l.access.Path != "" && l.access.Path == s.path || !l.isAccess && names(l.line.Body, s.path, minPath) {
			return true
		}
	}
	return false
}

// mayBeCut says that a line which fits the same span may be older than the lines that
// are all there.
func (l *nearLine) mayBeCut(since time.Time) bool {
	return l.span.Start.Add(-l.writer.skew - maxEarly).Before(since)
}

// underWay counts the requests that were in the pod when the line was written.
func (l *nearLine) underWay() int {
	requests := map[journey.TraceID]bool{l.writer.spans[0].TraceID: true}
	from, to := l.shown()
	for _, s := range l.writer.others {
		if !to.Before(s.Start) && !from.After(s.End()) {
			requests[s.TraceID] = true
		}
	}
	return len(requests)
}

func levelOf(l *nearLine) string { return accesslog.Level(l.line, l.access) }
