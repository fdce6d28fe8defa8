package journey

import "time"

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
// clocks already set. Where spans contradict each other there is more than one
// clock behind the name, or the trace is broken: to move anything against its
// neighbours would be a guess.
func (c clocks) offset(name string, offsets map[string]time.Duration) time.Duration {
	causes := bounds{-unbounded, unbounded} // no effect starts before its cause
	answers := causes                       // and no answer comes after the call has ended
	var neighbours []time.Duration
	for _, l := range c.links[name] {
		first, last := l.bounds()
		if by, set := offsets[l.parentClock]; set && l.childClock == name {
			causes = causes.within(first+by, unbounded)
			answers = answers.within(first+by, last+by)
			neighbours = append(neighbours, by)
		}
		if by, set := offsets[l.childClock]; set && l.parentClock == name {
			causes = causes.within(-unbounded, by-first)
			answers = answers.within(by-last, by-first)
			neighbours = append(neighbours, by)
		}
	}
	// A server may outlive the call, so its end is weaker evidence.
	if answers.contradict() {
		answers = causes
	}
	return answers.choose(neighbours)
}

// bounds are between what and what the child's clock must be moved to fit the
// parent's.
func (l clockLink) bounds() (first, last time.Duration) {
	first = l.parent.Start.Sub(l.child.Start)
	if first.Abs() > unbounded/2 {
		return -unbounded, unbounded // a time is garbage, not skewed
	}
	if !l.answered() {
		return first, unbounded
	}
	return first, l.parent.End().Sub(l.child.End())
}

// answered says that the parent surely waited for the child's end: a call that
// succeeded and took at least as long as its answer. A call that failed may
// have timed out long before.
func (l clockLink) answered() bool {
	return l.parent.Kind == KindClient && l.child.Kind == KindServer &&
		l.parent.Status != StatusError &&
		l.parent.Duration > 0 && l.child.Duration <= l.parent.Duration
}

// choose prefers to leave a clock as it is against a neighbour. Where that will
// not do it takes the middle of what is possible, as NTP does: the way there is
// taken to be as long as the way back. Where only one bound is known it is that
// bound.
func (b bounds) choose(neighbours []time.Duration) time.Duration {
	if len(neighbours) == 0 {
		return 0
	}
	for _, by := range neighbours {
		if b.allow(by) {
			return by
		}
	}
	switch {
	case b.contradict():
		return neighbours[0]
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
