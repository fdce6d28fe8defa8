package journey

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"
)

// fillSpanIDs gives an ID to spans without one.
func (t *tidy) fillSpanIDs() {
	var without []*Span
	for _, s := range t.spans {
		if s.SpanID.IsZero() {
			without = append(without, s)
		}
	}
	t.takeIDs(without)
	for _, s := range without {
		s.SpanID = t.freshID(s)
	}
	t.report(StepNoSpanID, without, counted(len(without), "span has", "spans have")+" no ID and got a made-up one.")
}

// takeIDs notes the IDs in use, if some spans need others. A parent that was not
// sent keeps its ID too, or a made-up one could adopt its children.
func (t *tidy) takeIDs(needed []*Span) {
	if t.taken != nil || len(needed) == 0 {
		return
	}
	t.taken = make(map[SpanID]bool, len(t.spans))
	for _, s := range t.spans {
		t.taken[s.SpanID], t.taken[s.ParentID] = true, true
	}
}

// freshID makes up an ID that is the same whenever the same trace is read.
func (t *tidy) freshID(s *Span) SpanID {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%s\n%s\n%s\n%s\n%d", s.SpanID, s.Kind, s.ServiceName, s.Name, s.Start.UnixNano())
	var id SpanID
	for n := h.Sum64(); id.IsZero() || t.taken[id]; n++ {
		binary.BigEndian.PutUint64(id[:], n)
	}
	t.taken[id] = true
	return id
}

// splitSharedIDs gives each span its own ID. The client keeps the shared one;
// the server gets another and becomes the client's child.
func (t *tidy) splitSharedIDs() {
	shared := t.sharers()
	if len(shared) == 0 {
		return
	}
	t.takeIDs(t.spans)
	paired := make(map[*Span]bool)
	var split []*Span
	for _, s := range t.spans {
		sharers := shared[s.SpanID]
		if len(sharers) == 0 || s == sharers[0] {
			continue
		}
		if first := sharers[0]; isCallee(s) && isOutbound(first) {
			s.ParentID, paired[s] = first.SpanID, true
		}
		split = append(split, s)
	}
	for _, s := range split {
		s.SpanID = t.freshID(s)
	}
	for _, s := range t.spans {
		if sharers := shared[s.ParentID]; len(sharers) > 0 && !paired[s] {
			s.ParentID = likeliestParent(s, sharers).SpanID
		}
	}
	t.report(StepSharedIDs, split, counted(len(split), "span shares its ID", "spans share their IDs")+
		" with another, as both ends of a call do in Zipkin, and got one of its own.")
}

// sharers are the spans of each ID that more than one has; who keeps the ID
// comes first.
func (t *tidy) sharers() map[SpanID][]*Span {
	count := make(map[SpanID]int, len(t.spans))
	for _, s := range t.spans {
		count[s.SpanID]++
	}
	shared := make(map[SpanID][]*Span)
	for _, s := range t.spans {
		if count[s.SpanID] > 1 {
			shared[s.SpanID] = append(shared[s.SpanID], s)
		}
	}
	for _, sharers := range shared {
		if i := slices.IndexFunc(sharers, isOutbound); i > 0 {
			sharers[0], sharers[i] = sharers[i], sharers[0]
		}
	}
	return shared
}

// likeliestParent is who called for child among spans that had one ID: someone
// of the same service, else the server, which does the work.
func likeliestParent(child *Span, sharers []*Span) *Span {
	best, most := sharers[0], -1
	for _, s := range sharers {
		points := 0
		if s.ServiceName == child.ServiceName {
			points += 4
		}
		if isCallee(s) {
			points += 2
		}
		if !child.Start.Before(s.Start) && !child.Start.After(s.End()) {
			points++
		}
		if s != child && points > most {
			best, most = s, points
		}
	}
	return best
}
