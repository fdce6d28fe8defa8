package graph

import (
	"cmp"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// CriticalPath computes how much of each span is on the journey's critical path: the chain
// of work that the caller waited for. If any of it were faster, the request would be
// faster. The parts add up to the root's duration.
//
// It is the algorithm of Uber's CRISP
// (https://www.usenix.org/conference/atc22/presentation/zhang-zhizhou): from
// the end of the root backwards, always into the child that finished last. What overlaps
// that child is not on the path. Calls one after the other may overlap a little, because
// their times are read at different moments.
//
// A journey has one critical path. Of several roots it is the longest root's, or the first
// one's if they are equally long. If a parent is missing, the span that was under way all
// the time takes its place.
func CriticalPath(j *journey.Journey) {
	for _, s := range j.Spans {
		s.Critical = 0
	}
	root := LongestRoot(j.Spans)
	if root == nil {
		return
	}
	children := waitedFor(j.Spans)
	// This uses its own stack, because a trace may be deeper than the goroutine's.
	stack := []stretch{{root, root.Start, root.End()}}
	for len(stack) > 0 {
		last := stack[len(stack)-1]
		stack = last.walkBack(children[last.span], stack[:len(stack)-1])
	}
}

// stretch is the part of a span and its children that is on the path. It is the span's time
// within its parent's stretch: nobody waits for an asynchronous child after its parent
// ended, and a child that a skewed clock shows before its parent did not run then.
type stretch struct {
	span     *journey.Span
	from, to time.Time
}

// walkBack assigns the gaps between the children on the path to the span itself, and adds
// the stretches of these children to stack. The child with the latest end comes first.
func (st stretch) walkBack(children []*journey.Span, stack []stretch) []stretch {
	at := st.to
	for _, c := range children {
		from, to := Later(c.Start, st.from), Earlier(c.End(), st.to)
		if overlap := to.Sub(at); overlap > 0 && overlap <= overlapTolerance && overlap < to.Sub(from)/2 {
			to = at
		}
		if to.After(at) || !from.Before(to) {
			continue // it overlaps a later child, or is outside the parent
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

// waitedFor returns the children of each span, the latest end first, then the longest.
// It leaves out consumers: the sender of a message does not wait for its receiver.
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
