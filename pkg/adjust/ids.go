package adjust

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// fillSpanIDs gives an ID to spans without one.
func (t *trace) fillSpanIDs() {
	var without []*journey.Span
	for _, s := range t.spans {
		if s.SpanID.IsZero() {
			without = append(without, s)
		}
	}
	t.takeIDs(without)
	for _, s := range without {
		s.SpanID = t.freshID(s)
	}
	t.report(journey.StepNoSpanID, without, journey.CountOf(len(without), "span has", "spans have")+" no ID and got a made-up one.")
}

// takeIDs collects the IDs in use, if some spans need new ones. It includes the IDs of
// parents that were not sent: a span with such an ID would get the parent's children.
func (t *trace) takeIDs(needed []*journey.Span) {
	if t.taken != nil || len(needed) == 0 {
		return
	}
	t.taken = make(map[journey.SpanID]bool, len(t.spans))
	for _, s := range t.spans {
		t.taken[s.SpanID], t.taken[s.ParentID] = true, true
	}
}

// freshID returns an unused ID. It is the same each time the same trace is read.
func (t *trace) freshID(s *journey.Span) journey.SpanID {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%s\n%s\n%s\n%s\n%d", s.SpanID, s.Kind, s.ServiceName, s.Name, s.Start.UnixNano())
	var id journey.SpanID
	for n := h.Sum64(); id.IsZero() || t.taken[id]; n++ {
		binary.BigEndian.PutUint64(id[:], n)
	}
	t.taken[id] = true
	return id
}

// splitSharedIDs gives each span its own ID. The client keeps the shared ID. The server
// gets a new one and becomes the client's child.
func (t *trace) splitSharedIDs() {
	shared := t.sharers()
	if len(shared) == 0 {
		return
	}
	t.takeIDs(t.spans)
	paired := make(map[*journey.Span]bool)
	var split []*journey.Span
	for _, s := range t.spans {
		sharers := shared[s.SpanID]
		if len(sharers) == 0 || s == sharers[0] {
			continue
		}
		if first := sharers[0]; semconv.IsCallee(s) && semconv.IsOutbound(first) {
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
	t.report(journey.StepSharedIDs, split, journey.CountOf(len(split), "span shares its ID", "spans share their IDs")+
		" with another, as both ends of a call do in Zipkin, and got one of its own.")
}

// sharers returns the spans of each ID that several spans have. The first of them keeps
// the ID.
func (t *trace) sharers() map[journey.SpanID][]*journey.Span {
	count := make(map[journey.SpanID]int, len(t.spans))
	for _, s := range t.spans {
		count[s.SpanID]++
	}
	shared := make(map[journey.SpanID][]*journey.Span)
	for _, s := range t.spans {
		if count[s.SpanID] > 1 {
			shared[s.SpanID] = append(shared[s.SpanID], s)
		}
	}
	for _, sharers := range shared {
		if i := slices.IndexFunc(sharers, semconv.IsOutbound); i > 0 {
			sharers[0], sharers[i] = sharers[i], sharers[0]
		}
	}
	return shared
}

// likeliestParent returns the parent of child among spans that had the same ID: a span of
// the same service, or else the server, which does the work.
func likeliestParent(child *journey.Span, sharers []*journey.Span) *journey.Span {
	best, most := sharers[0], -1
	for _, s := range sharers {
		points := 0
		if s.ServiceName == child.ServiceName {
			points += 4
		}
		if semconv.IsCallee(s) {
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
