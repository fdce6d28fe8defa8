package adjust

import (
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// findParents sets Parent if the parent was received. Otherwise the span keeps its
// ParentID, which names the missing parent.
func (t *trace) findParents() {
	byID := make(map[journey.SpanID]*journey.Span, len(t.spans))
	for _, s := range t.spans {
		byID[s.SpanID] = s
	}
	var orphans []*journey.Span
	for _, s := range t.spans {
		if s.ParentID.IsZero() {
			continue
		}
		s.Parent = byID[s.ParentID]
		if s.Parent == nil {
			orphans = append(orphans, s)
		}
	}
	t.report(journey.StepMissingParents, orphans, journey.CountOf(len(orphans), "span names a parent that was", "spans name parents that were")+" not received.")
}

// cutCycles makes the earliest span of each cycle a root.
func (t *trace) cutCycles() {
	if t.sortTopDown(); len(t.topDown) == len(t.spans) {
		return // all were reached from a root
	}
	var cut []*journey.Span
	walk := make(map[*journey.Span]int, len(t.spans)) // the number of the walk that met a span first
	for i, s := range t.spans {
		up := s
		for ; up != nil && walk[up] == 0; up = up.Parent {
			walk[up] = i + 1
		}
		if up == nil || walk[up] != i+1 {
			continue // it reached a root, or a span of an earlier walk
		}
		first := up
		for next := up.Parent; next != up; next = next.Parent {
			if compareSpans(next, first) < 0 {
				first = next
			}
		}
		first.Parent, first.ParentID = nil, journey.SpanID{}
		cut = append(cut, first)
	}
	t.report(journey.StepCycles, cut, journey.CountOf(len(cut), "span was its own ancestor and counts", "spans were their own ancestors and count")+" as the start of the request.")
	t.sortTopDown()
}

func (t *trace) sortTopDown() {
	t.children = make(map[*journey.Span][]*journey.Span, len(t.spans))
	t.topDown = make([]*journey.Span, 0, len(t.spans))
	for _, s := range t.spans {
		if s.Parent == nil {
			t.topDown = append(t.topDown, s)
		} else {
			t.children[s.Parent] = append(t.children[s.Parent], s)
		}
	}
	for i := 0; i < len(t.topDown); i++ {
		t.topDown = append(t.topDown, t.children[t.topDown[i]]...)
	}
}

// countRoots reports when more than one span says that it has no parent.
func (t *trace) countRoots() {
	var roots []*journey.Span
	for _, s := range t.spans {
		if s.ParentID.IsZero() {
			roots = append(roots, s)
		}
	}
	if len(roots) > 1 {
		t.report(journey.StepSeveralRoots, roots, journey.CountOf(len(roots), "span starts", "spans start")+" the request, not one.")
	}
}

// nameServices sets a missing service.name by the span's other attributes, or else by its
// parent if both are of one process.
func (t *trace) nameServices() {
	var named []*journey.Span
	for _, s := range t.topDown {
		if !semconv.IsNameless(s.ServiceName) {
			continue
		}
		if name := semconv.OtherName(s); name != "" {
			s.ServiceName = name
			named = append(named, s)
		}
	}
	t.report(journey.StepNoService, named, journey.CountOf(len(named), "span does not name its service, which was", "spans do not name their services, which were")+
		" taken from other attributes or the parent.")
}

// closeOpenEnds gives a start to spans that have none, and an end to spans that end before
// they start.
func (t *trace) closeOpenEnds() {
	changed := make(map[*journey.Span]bool)
	for _, s := range t.topDown {
		if !journey.HasStart(s) && t.begin(s) {
			changed[s] = true
		}
		if s.Duration < 0 {
			s.Duration, changed[s] = 0, true
		}
	}
	for i := len(t.topDown) - 1; i >= 0; i-- { // children first: they may be open too
		if s := t.topDown[i]; s.Duration == 0 && t.outlast(s) {
			changed[s] = true
		}
	}
	var spans []*journey.Span
	for _, s := range t.spans {
		if changed[s] {
			spans = append(spans, s)
		}
	}
	t.report(journey.StepOpenEnded, spans, journey.CountOf(len(spans), "span has", "spans have")+" no proper start or end; neighbours' times stand in.")
}

// begin moves the start to the parent's start, or else to the start of the trace's first
// span that has one. A valid end does not change.
func (t *trace) begin(s *journey.Span) bool {
	from := s.Parent
	if from == nil || !journey.HasStart(from) {
		from = t.firstStarted()
	}
	if from == nil {
		return false
	}
	end := s.End()
	s.Start, s.Duration = from.Start, max(0, end.Sub(from.Start))
	return true
}

func (t *trace) firstStarted() *journey.Span {
	for _, s := range t.spans { // in the order in which they were sent
		if journey.HasStart(s) {
			return s
		}
	}
	return nil
}

// outlast extends a span without a duration to the end of its last child. It ignores
// children that the span did not wait for, and children with another clock.
func (t *trace) outlast(s *journey.Span) bool {
	var until time.Duration
	for _, c := range t.children[s] {
		if c.Kind != journey.KindConsumer && semconv.Host(c) == semconv.Host(s) {
			until = max(until, c.End().Sub(s.Start))
		}
	}
	s.Duration = until
	return until > 0
}
