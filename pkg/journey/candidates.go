package journey

import (
	"slices"
	"time"
)

// candidate is a span that may have written a line, with what lines are
// compared by, read once.
type candidate struct {
	*Span
	proxy                     bool
	pod, method, status, path string
}

// candidates are the spans of one service, found by time.
type candidates struct {
	byStart, byEnd []*candidate
	lastEnd        time.Time
}

func (cs *candidates) add(s *Span) {
	cs.byStart = append(cs.byStart, &candidate{
		Span: s, proxy: isProxy(s), pod: podOfSpan(s),
		method: s.Attributes.Text("http.request.method", "http.method"), status: statusOf(s), path: spanPath(s),
	})
}

// sort orders what was added; spans come in order of start, but for skew.
func (cs *candidates) sort() {
	slices.SortStableFunc(cs.byStart, func(a, b *candidate) int { return a.Start.Compare(b.Start) })
	cs.byEnd = slices.Clone(cs.byStart)
	slices.SortStableFunc(cs.byEnd, func(a, b *candidate) int { return a.End().Compare(b.End()) })
	cs.lastEnd = cs.byEnd[len(cs.byEnd)-1].End()
}

// endedAround are the spans whose end is at most d away from t.
func (cs *candidates) endedAround(t time.Time, d time.Duration) []*candidate {
	from, _ := slices.BinarySearchFunc(cs.byEnd, t.Add(-d), func(c *candidate, t time.Time) int { return c.End().Compare(t) })
	to, _ := slices.BinarySearchFunc(cs.byEnd, t.Add(d+1), func(c *candidate, t time.Time) int { return c.End().Compare(t) })
	return cs.byEnd[from:to]
}

// startedBefore are the n spans that started last before t, give or take d.
func (cs *candidates) startedBefore(t time.Time, d time.Duration, n int) []*candidate {
	to, _ := slices.BinarySearchFunc(cs.byStart, t.Add(d+1), func(c *candidate, t time.Time) int { return c.Start.Compare(t) })
	return cs.byStart[max(0, to-n):to]
}

// closest keeps of ended, in order of end, the spans that ended nearest to t.
func (cs *candidates) closest(t time.Time, ended []*candidate) []*candidate {
	at, _ := slices.BinarySearchFunc(ended, t, func(c *candidate, t time.Time) int { return c.End().Compare(t) })
	return ended[max(0, at-closest/2):min(len(ended), at+closest/2)]
}
