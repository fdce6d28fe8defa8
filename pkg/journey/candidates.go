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
	spans          []*Span // in order of start
	byStart, byEnd []*candidate
	lastEnd        time.Time
}

// prepare reads what lines are compared with, when the first one is: of most
// services of a large trace there is none.
func (cs *candidates) prepare() {
	if cs.byStart != nil {
		return
	}
	for _, s := range cs.spans {
		cs.byStart = append(cs.byStart, &candidate{
			Span: s, proxy: isProxy(s), pod: podOfSpan(s),
			method: method(s), status: statusOf(s), path: spanPath(s),
		})
	}
	cs.byEnd = slices.Clone(cs.byStart)
	slices.SortStableFunc(cs.byEnd, func(a, b *candidate) int { return a.End().Compare(b.End()) })
	cs.lastEnd = cs.byEnd[len(cs.byEnd)-1].End()
}

// endedAround are the n spans whose end is nearest to t and at most d away.
func (cs *candidates) endedAround(t time.Time, d time.Duration, n int) []*candidate {
	search := func(t time.Time) int {
		at, _ := slices.BinarySearchFunc(cs.byEnd, t, func(c *candidate, t time.Time) int { return c.End().Compare(t) })
		return at
	}
	at := search(t)
	return cs.byEnd[max(search(t.Add(-d)), at-n/2):min(search(t.Add(d+1)), at+n/2)]
}

// startedBefore are the n spans that started last before t, give or take d.
func (cs *candidates) startedBefore(t time.Time, d time.Duration, n int) []*candidate {
	to, _ := slices.BinarySearchFunc(cs.byStart, t.Add(d+1), func(c *candidate, t time.Time) int { return c.Start.Compare(t) })
	return cs.byStart[max(0, to-n):to]
}
