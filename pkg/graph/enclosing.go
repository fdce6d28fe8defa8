package graph

import "github.com/requestjourney/requestjourney/pkg/journey"

// maxEnclosed is for how many spans Enclosing searches. It compares each of them with
// all others.
const maxEnclosed = 256

// Enclosing finds, for each span whose parent was not received, the span that encloses it
// in time: that span, or one below it, called the missing parent. Of several it is the one
// that started last, but none that is below the span itself. The enclosing span did not do
// the work below the gap.
func Enclosing(spans []*journey.Span) map[*journey.Span]*journey.Span {
	around := make(map[*journey.Span]*journey.Span)
	for i, s := range spans { // in order of start
		if s.Parent != nil || s.ParentID.IsZero() || len(around) == maxEnclosed {
			continue
		}
		for _, o := range spans[:i] {
			if o.End().Before(s.End()) || o.Kind == journey.KindConsumer || leadsTo(o, s, around) {
				continue
			}
			around[s] = o
		}
	}
	return around
}

// leadsTo reports whether top is above s, by parents and enclosing spans. Then s cannot
// enclose top, because that would make a cycle.
func leadsTo(s, top *journey.Span, around map[*journey.Span]*journey.Span) bool {
	for ; s != nil; s = journey.FirstSpan(s.Parent, around[s]) {
		if s == top {
			return true
		}
	}
	return false
}

// IsBelow reports whether s is top or a descendant of it.
func IsBelow(s, top *journey.Span) bool {
	for ; s != nil; s = s.Parent {
		if s == top {
			return true
		}
	}
	return false
}
