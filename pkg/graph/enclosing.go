package graph

import "github.com/requestjourney/requestjourney/pkg/journey"

// maxEnclosed bounds for how many spans the span around them is found: each
// may be compared with all others.
const maxEnclosed = 256

// Enclosing finds, for each span whose parent was not received, the span
// within whose time it ran: the missing one was called from there, or from
// below. It is the last to have started of those that began before and ended
// after it, were they not called from it. What happened below the gap was not
// done by the span around it.
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

// leadsTo says that the way up from s, by parents and by the spans around gaps, comes
// to top: to put top into s would make a cycle.
func leadsTo(s, top *journey.Span, around map[*journey.Span]*journey.Span) bool {
	for ; s != nil; s = journey.FirstSpan(s.Parent, around[s]) {
		if s == top {
			return true
		}
	}
	return false
}

// IsBelow says that s is a descendant of top.
func IsBelow(s, top *journey.Span) bool {
	for ; s != nil; s = s.Parent {
		if s == top {
			return true
		}
	}
	return false
}
