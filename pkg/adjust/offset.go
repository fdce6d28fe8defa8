package adjust

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// unbounded stands for no bound; it is far beyond any clock's error and far
// from where sums overflow.
const unbounded = time.Duration(1 << 61)

// bounds are the least and the most that can be added to a clock.
type bounds struct{ least, most time.Duration }

func (b bounds) within(least, most time.Duration) bounds {
	return bounds{max(b.least, least), min(b.most, most)}
}

// contradict says that spans disagree about the clock, and more than their
// clocks may.
func (b bounds) contradict() bool { return b.least-clockTolerance > b.most }

// offset is what must be added to a clock so that its spans fit those of the
// clocks already set. It stays as a neighbour's clock, or any other that is set,
// unless effects would come before their causes, or a call would have been
// answered before its server began: a server may well end after its client, whose
// span ends with the first byte or before the runtime gets to end the server's.
// Where spans contradict each other there is more than one clock behind the
// name, or the trace is broken: to move anything against its neighbours would be
// a guess.
func (c clocks) offset(name string, offsets map[string]time.Duration) time.Duration {
	possible := bounds{-unbounded, unbounded} // no effect starts before its cause, nor after the answer
	likely := possible                        // and it mostly ends before its cause does
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

// byCommonness are the offsets of the clocks already set, those of most clocks
// first.
func byCommonness(offsets map[string]time.Duration) []time.Duration {
	count := make(map[time.Duration]int, len(offsets))
	for _, by := range offsets {
		count[by]++
	}
	return slices.SortedFunc(maps.Keys(count), func(a, b time.Duration) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a.Abs(), b.Abs()), cmp.Compare(a, b))
	})
}

// bounds are what the child's clock must be moved by at least, and at most for
// its start and its end, to fit the parent's.
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

// answered says that the parent surely waited for the child's end: a call that
// succeeded and took at least as long as its answer, or a little less: a runtime
// may end a server's span late. A call that failed may have timed out long before.
func (l clockLink) answered() bool {
	return l.parent.Kind == journey.KindClient && l.child.Kind == journey.KindServer &&
		l.parent.Status != journey.StatusError &&
		l.parent.Duration > 0 && l.child.Duration <= l.parent.Duration+clockTolerance
}

// choose takes the middle of what is possible, as NTP does: the way there is
// taken to be as long as the way back. Where only one bound is known it is that
// bound, and where bounds contradict each other it is the neighbour's.
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
