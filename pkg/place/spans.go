package place

import (
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// scoredSpan is a span with all that lines are compared with. It is read once.
type scoredSpan struct {
	*journey.Span
	proxy                     bool
	pod, method, status, path string
}

func scored(s *journey.Span) *scoredSpan {
	return &scoredSpan{
		Span: s, proxy: semconv.IsProxy(s), pod: semconv.PodOfSpan(s),
		method: semconv.Method(s), status: semconv.HTTPStatus(s), path: semconv.Path(s),
	}
}

// scoredSpans are the spans of one service, found by time.
type scoredSpans struct {
	spans          []*journey.Span // in order of start
	byStart, byEnd []*scoredSpan
	lastEnd        time.Time
}

// prepare reads what lines are compared with. It runs with the first line: most services of
// a large trace have none.
func (cs *scoredSpans) prepare() {
	if cs.byStart != nil {
		return
	}
	for _, s := range cs.spans {
		cs.byStart = append(cs.byStart, scored(s))
	}
	cs.byEnd = slices.Clone(cs.byStart)
	slices.SortStableFunc(cs.byEnd, func(a, b *scoredSpan) int { return a.End().Compare(b.End()) })
	cs.lastEnd = cs.byEnd[len(cs.byEnd)-1].End()
}

// endedAround returns the n spans whose end is nearest to t, and at most d from it.
func (cs *scoredSpans) endedAround(t time.Time, d time.Duration, n int) []*scoredSpan {
	search := func(t time.Time) int {
		at, _ := slices.BinarySearchFunc(cs.byEnd, t, func(c *scoredSpan, t time.Time) int { return c.End().Compare(t) })
		return at
	}
	at := search(t)
	return cs.byEnd[max(search(t.Add(-d)), at-n/2):min(search(t.Add(d+1)), at+n/2)]
}

// startedBefore returns the n spans that started last before t plus d.
func (cs *scoredSpans) startedBefore(t time.Time, d time.Duration, n int) []*scoredSpan {
	to, _ := slices.BinarySearchFunc(cs.byStart, t.Add(d+1), func(c *scoredSpan, t time.Time) int { return c.Start.Compare(t) })
	return cs.byStart[max(0, to-n):to]
}
