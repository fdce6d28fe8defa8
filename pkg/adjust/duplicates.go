package adjust

import (
	"cmp"
	"fmt"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// sent is what all copies of a span have in common, even if one of them came through a
// pipeline that adds attributes, or was sent before the span had ended.
type sent struct {
	id, parent    journey.SpanID
	start         time.Time
	kind          journey.SpanKind
	service, name string
	all           string // all fields, of a span without an ID
}

// foldDuplicates merges the copies of a span: the result has all attributes, and the end
// of the longest copy. Spans without an ID are copies only if they are equal.
func (t *trace) foldDuplicates() {
	first := make(map[sent]*journey.Span, len(t.spans))
	kept := t.spans[:0]
	var folded []*journey.Span
	for _, s := range t.spans {
		key := sent{s.SpanID, s.ParentID, s.Start.UTC(), s.Kind, s.ServiceName, s.Name, ""}
		if s.SpanID.IsZero() {
			key.all = fmt.Sprintf("%+v", *s)
		}
		if one := first[key]; one != nil {
			merge(one, s)
			folded = append(folded, s)
			continue
		}
		first[key] = s
		kept = append(kept, s)
	}
	t.spans = kept
	t.report(journey.StepDuplicates, folded, journey.CountOf(len(folded), "span was sent more than once", "spans were sent more than once")+" and counts once.")
}

// merge adds to a span what another copy of it reports.
func merge(s, o *journey.Span) {
	if o.Duration > s.Duration {
		s.Duration = o.Duration
	}
	if o.Status != journey.StatusUnset && s.Status != journey.StatusError {
		s.Status, s.StatusMessage = o.Status, cmp.Or(o.StatusMessage, s.StatusMessage)
	}
	s.Attributes, s.Resource = union(s.Attributes, o.Attributes), union(s.Resource, o.Resource)
	if len(o.Events) > len(s.Events) {
		s.Events = o.Events
	}
	if len(o.Links) > len(s.Links) {
		s.Links = o.Links
	}
}

// union returns a and those attributes of others that a lacks. It changes neither.
func union(a, others journey.Attributes) journey.Attributes {
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
