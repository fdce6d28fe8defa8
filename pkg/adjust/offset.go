package adjust

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// unbounded stands for no bound. It is far greater than any clock's error, and small
// enough that sums do not overflow.
const unbounded = time.Duration(1 << 61)

// bounds are the least and the most that can be added to a clock.
type bounds struct{ least, most time.Duration }

func (b bounds) within(least, most time.Duration) bounds {
	return bounds{max(b.least, least), min(b.most, most)}
}

// contradict reports whether spans disagree about the clock by more than clocks may.
func (b bounds) contradict() bool { return b.least-clockTolerance > b.most }

// offset returns what must be added to a clock so that its spans fit the clocks that are
// already set. If possible, that is the offset of a neighbour or of another clock. It is not
// possible if an effect would come before its cause, or a call would be answered before
// its server began. A server may end after its client: the client's span may end with the
// first byte, and runtimes may end the server's span late.
//
// If spans contradict each other, several clocks have this name, or the trace is broken.
// Then the neighbour's offset is used, because any other would be a guess.
func (c clocks) offset(name string, offsets map[string]time.Duration) time.Duration {
	possible := bounds{-unbounded, unbounded} // no effect starts before its cause or after the answer
	likely := possible                        // and an effect mostly ends before its cause
	var neighbours []time.Duration
	for _, l := range c.links[name] {
		first, lastStart, lastEnd := l.bounds()
		if by, set := offsets[l.parentClock]; set && l.childClock == name {
			possible = possible.within(first+by, lastStart+by)
			likely = likely.within(first+by, lastEnd+by)
			neighbours = append(neighbours, by)
		}
		if by, set := offsets[l.childClock]; set && l.parentClock == name {
			possible = possible.within(by-lastStart, by-first)
			likely = likely.within(by-lastEnd, by-first)
			neighbours = append(neighbours, by)
		}
	}
	if len(neighbours) == 0 {
		return 0
	}
	for _, by := range append(neighbours, byCommonness(offsets)...) {
		if possible.allow(by) {
			return by
		}
	}
	if likely.contradict() {
		likely = possible
	}
	return likely.choose(neighbours[0])
}

// byCommonness returns the offsets of the clocks that are already set. The offset that most
// clocks have comes first.
func byCommonness(offsets map[string]time.Duration) []time.Duration {
	count := make(map[time.Duration]int, len(offsets))
	for _, by := range offsets {
		count[by]++
	}
	return slices.SortedFunc(maps.Keys(count), func(a, b time.Duration) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a.Abs(), b.Abs()), cmp.Compare(a, b))
	})
}

// bounds returns by how much the child's clock must move to fit the parent's: at least, at
// most for its start, and at most for its end.
func (l clockLink) bounds() (first, lastStart, lastEnd time.Duration) {
	first = l.parent.Start.Sub(l.child.Start)
	if first.Abs() > unbounded/2 {
		return -unbounded, unbounded, unbounded // a time is garbage, not skewed
	}
	if !l.answered() {
		return first, unbounded, unbounded
	}
	return first, l.parent.End().Sub(l.child.Start), l.parent.End().Sub(l.child.End())
}

// answered reports whether the parent certainly waited for the child's end: the call
// succeeded, and took about as long as the server or longer. A runtime may end a server's span
// a little late. A call that failed may have timed out long before.
func (l clockLink) answered() bool {
	return l.parent.Kind == journey.KindClient && l.child.Kind == journey.KindServer &&
		l.parent.Status != journey.StatusError &&
		l.parent.Duration > 0 && l.child.Duration <= l.parent.Duration+clockTolerance
}

// choose returns the middle of the bounds, as NTP does: it assumes that both ways through
// the network take equally long. If only one bound is known, it returns that bound. If the
// bounds contradict each other, it returns the neighbour's offset.
func (b bounds) choose(neighbour time.Duration) time.Duration {
	switch {
	case b.contradict():
		return neighbour
	case b.most > unbounded/2:
		return b.least
	case b.least < -unbounded/2:
		return b.most
	}
	return b.least + (b.most-b.least)/2
}

func (b bounds) allow(offset time.Duration) bool {
	return b.least-clockTolerance <= offset && offset <= b.most+clockTolerance
}
