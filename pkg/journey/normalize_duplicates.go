package journey

import (
	"fmt"
	"time"
)

// sent is what the copies of one span have in common, though one came by a
// pipeline that adds attributes, or was sent before the span had ended.
type sent struct {
	id, parent    SpanID
	start         time.Time
	kind          SpanKind
	service, name string
	all           string // of a span without an ID
}

// foldDuplicates makes one span of those that are the same, with the attributes
// of all and the end of the longest. Without an ID they must be alike in all.
func (t *tidy) foldDuplicates() {
	first := make(map[sent]*Span, len(t.spans))
	kept := t.spans[:0]
	var folded []*Span
	for _, s := range t.spans {
		key := sent{s.SpanID, s.ParentID, s.Start.UTC(), s.Kind, s.ServiceName, s.Name, ""}
		if s.SpanID.IsZero() {
			key.all = fmt.Sprintf("%+v", *s)
		}
		if one := first[key]; one != nil {
			one.absorb(s)
			folded = append(folded, s)
			continue
		}
		first[key] = s
		kept = append(kept, s)
	}
	t.spans = kept
	t.report(StepDuplicates, folded, counted(len(folded), "span was sent more than once", "spans were sent more than once")+" and counts once.")
}

// absorb adds what another copy of the span knows.
func (s *Span) absorb(o *Span) {
	if o.Duration > s.Duration {
		s.Duration = o.Duration
	}
	if o.Status != StatusUnset && s.Status != StatusError {
		s.Status, s.StatusMessage = o.Status, firstOf(o.StatusMessage, s.StatusMessage)
	}
	s.Attributes, s.Resource = s.Attributes.with(o.Attributes), s.Resource.with(o.Resource)
	if len(o.Events) > len(s.Events) {
		s.Events = o.Events
	}
	if len(o.Links) > len(s.Links) {
		s.Links = o.Links
	}
}

// with are the attributes and those of others that they lack; both stay as they
// are.
func (a Attributes) with(others Attributes) Attributes {
	known := make(map[string]bool, len(a))
	for i := range a {
		known[a[i].Key] = true
	}
	out := a[:len(a):len(a)]
	for _, o := range others {
		if !known[o.Key] {
			out = append(out, o)
		}
	}
	return out
}
