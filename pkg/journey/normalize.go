package journey

type Adjustment struct{}

type normalized struct {
	spans       []*Span
	adjustments []Adjustment
}

func normalize(spans []Span) normalized {
	var n normalized
	by := map[SpanID]*Span{}
	for i := range spans {
		s := spans[i]
		n.spans = append(n.spans, &s)
		by[s.SpanID] = &s
	}
	for _, s := range n.spans {
		s.Parent = by[s.ParentID]
	}
	return n
}
