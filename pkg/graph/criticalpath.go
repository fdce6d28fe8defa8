package graph

import (
	"cmp"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// CriticalPath computes how much of the journey's critical path each span is:
// the chain of work that the caller waited for, so that any of it done faster
// would have made the whole faster. The parts add up to the root's duration.
//
// It is the algorithm of Uber's CRISP
// (https://www.usenix.org/conference/atc22/presentation/zhang-zhizhou): from
// the end of the root backwards, always into the child that finished last. What
// overlaps that child ran in its shadow and is not on the path; calls one after
// the other may overlap a little, since their times are read at different moments.
//
// Of several roots the longest counts, the first of equally long ones: a
// journey has one critical path. Where a parent is missing, the span that was
// under way all the time stands in for it.
func CriticalPath(j *journey.Journey) {
	for _, s := range j.Spans {
		s.Critical = 0
	}
	root := LongestRoot(j.Spans)
	if root == nil {
		return
	}
	children := waitedFor(j.Spans)
	// A stack of its own, since a trace may be deeper than the goroutine's.
	stack := []stretch{{root, root.Start, root.End()}}
	for len(stack) > 0 {
		last := stack[len(stack)-1]
		stack = last.walkBack(children[last.span], stack[:len(stack)-1])
	}
}

// stretch is the part of a span that is on the path, children included. It is
// the span's life, cut to its parent's stretch: nobody waits for an
// asynchronous child after its parent ended, and a child that a skewed clock
// shows before its parent did not run then.
type stretch struct {
	span     *journey.Span
	from, to time.Time
}

// walkBack gives the gaps between the children on the path to the span itself,
// and adds the stretches of these children to stack. Children are ordered
// latest end first.
func (st stretch) walkBack(children []*journey.Span, stack []stretch) []stretch {
	at := st.to
	for _, c := range children {
		from, to := Later(c.Start, st.from), Earlier(c.End(), st.to)
		if overlap := to.Sub(at); overlap > 0 && overlap <= overlapTolerance && overlap < to.Sub(from)/2 {
			to = at
		}
		if to.After(at) || !from.Before(to) {
			continue // in the shadow of a later child, or outside the parent
		}
		st.span.Critical += at.Sub(to)
		stack = append(stack, stretch{c, from, to})
		at = from
	}
	st.span.Critical += at.Sub(st.from)
	return stack
}

// overlapTolerance is how far calls made one after the other may overlap.
const overlapTolerance = time.Millisecond

func LongestRoot(spans []*journey.Span) *journey.Span {
	var longest *journey.Span
	for _, s := range spans {
		if s.Parent == nil && (longest == nil || s.Duration > longest.Duration) {
			longest = s
		}
	}
	return longest
}

// waitedFor gives the children of each span, latest end first; of those that
// end together the longest first. Consumers are left out: who sends a message
// does not wait for its receiver.
func waitedFor(spans []*journey.Span) map[*journey.Span][]*journey.Span {
	children := make(map[*journey.Span][]*journey.Span)
	around := Enclosing(spans)
	for _, s := range spans {
		if parent := journey.FirstSpan(s.Parent, around[s]); parent != nil && s.Kind != journey.KindConsumer {
			children[parent] = append(children[parent], s)
		}
	}
	for _, siblings := range children {
		slices.SortStableFunc(siblings, func(a, b *journey.Span) int {
			return cmp.Or(b.End().Compare(a.End()), a.Start.Compare(b.Start))
		})
	}
	return children
}

func Earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func Later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
