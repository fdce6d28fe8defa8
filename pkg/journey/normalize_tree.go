package journey

import (
	"time"
)

// findParents sets Parent where the parent was received. A span whose parent
// was not keeps ParentID, which names what is missing.
func (t *tidy) findParents() {
	byID := make(map[SpanID]*Span, len(t.spans))
	for _, s := range t.spans {
		byID[s.SpanID] = s
	}
	var orphans []*Span
	for _, s := range t.spans {
		if s.ParentID.IsZero() {
			continue
		}
		s.Parent = byID[s.ParentID]
		if s.Parent == nil {
			orphans = append(orphans, s)
		}
	}
	t.report(StepMissingParents, orphans, counted(len(orphans), "span names a parent that was", "spans name parents that were")+" not received.")
}

// cutCycles makes the earliest span of each cycle a root.
func (t *tidy) cutCycles() {
	if t.sortTopDown(); len(t.topDown) == len(t.spans) {
		return // all were reached from a root
	}
	var cut []*Span
	walk := make(map[*Span]int, len(t.spans)) // by which walk up a span was met first
	for i, s := range t.spans {
		up := s
		for ; up != nil && walk[up] == 0; up = up.Parent {
			walk[up] = i + 1
		}
		if up == nil || walk[up] != i+1 {
			continue // came to a root, or to where an earlier walk had been
		}
		first := up
		for next := up.Parent; next != up; next = next.Parent {
			if compareSpans(next, first) < 0 {
				first = next
			}
		}
		first.Parent, first.ParentID = nil, SpanID{}
		cut = append(cut, first)
	}
	t.report(StepCycles, cut, counted(len(cut), "span was its own ancestor and counts", "spans were their own ancestors and count")+" as the start of the request.")
	t.sortTopDown()
}

func (t *tidy) sortTopDown() {
	t.children = make(map[*Span][]*Span, len(t.spans))
	t.topDown = make([]*Span, 0, len(t.spans))
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
func (t *tidy) countRoots() {
	var roots []*Span
	for _, s := range t.spans {
		if s.ParentID.IsZero() {
			roots = append(roots, s)
		}
	}
	if len(roots) > 1 {
		t.report(StepSeveralRoots, roots, counted(len(roots), "span starts", "spans start")+" the request, not one.")
	}
}

// nameServices fills in service.name from what else the span says, else from
// its parent, if both are of one process.
func (t *tidy) nameServices() {
	var named []*Span
	for _, s := range t.topDown {
		if !nameless(s.ServiceName) {
			continue
		}
		if name := otherName(s); name != "" {
			s.ServiceName = name
			named = append(named, s)
		}
	}
	t.report(StepNoService, named, counted(len(named), "span does not name its service, which was", "spans do not name their services, which were")+
		" taken from other attributes or the parent.")
}

// closeOpenEnds gives a start to spans without one and an end to those that end
// before they start.
func (t *tidy) closeOpenEnds() {
	changed := make(map[*Span]bool)
	for _, s := range t.topDown {
		if !started(s) && t.begin(s) {
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
	var spans []*Span
	for _, s := range t.spans {
		if changed[s] {
			spans = append(spans, s)
		}
	}
	t.report(StepOpenEnded, spans, counted(len(spans), "span has", "spans have")+" no proper start or end; neighbours' times stand in.")
}

// begin moves the start to the parent's, else to that of the trace's first span
// that has one. The end stays, if it is one.
func (t *tidy) begin(s *Span) bool {
	from := s.Parent
	if from == nil || !started(from) {
		from = t.firstStarted()
	}
	if from == nil {
		return false
	}
	end := s.End()
	s.Start, s.Duration = from.Start, max(0, end.Sub(from.Start))
	return true
}

func (t *tidy) firstStarted() *Span {
	for _, s := range t.spans { // still in the order in which they were sent
		if started(s) {
			return s
		}
	}
	return nil
}

// outlast makes a span that took no time last as long as its children, as far
// as they were waited for and measured by the same clock.
func (t *tidy) outlast(s *Span) bool {
	var until time.Duration
	for _, c := range t.children[s] {
		if c.Kind != KindConsumer && clockOf(c) == clockOf(s) {
			until = max(until, c.End().Sub(s.Start))
		}
	}
	s.Duration = until
	return until > 0
}
