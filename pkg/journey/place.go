package journey

import "time"

// place puts each line on the span that wrote it, as far as that can be told:
//
//  1. by the span ID that the line carries;
//  2. by the line's service and time: the innermost span of that service which
//     was under way, or the one that ended or began nearest to it, since a
//     proxy writes its access line after the request has ended;
//  3. by its service alone, when none of its spans is near in time;
//  4. on a ghost, when its service sent no span for this trace.
//
// The result is in time order; no line is left out.
func (id Identity) place(spans []*Span, lines []Line, contexts []TraceContext) []*PlacedLine {
	bySpan := make(map[SpanID]*Span, len(spans))
	byNode := make(map[string][]*Span)
	for _, s := range spans {
		if !s.SpanID.IsZero() {
			bySpan[s.SpanID] = s
		}
		byNode[s.Node] = append(byNode[s.Node], s)
	}
	placed := make([]*PlacedLine, len(lines))
	for i := range lines {
		p := &PlacedLine{Line: lines[i], Context: contexts[i], Level: LevelOf(&lines[i])}
		p.Node = id.ofLine(&lines[i]).Name
		p.Span = bySpan[contexts[i].SpanID]
		own := byNode[p.Node]
		switch {
		case p.Span != nil:
			p.Placement, p.Node = PlacedBySpan, p.Span.Node
		case len(own) == 0:
			p.Placement = PlacedOnGhost
		default:
			p.Placement, p.Span = placeInTime(own, p.Time)
		}
		placed[i] = p
	}
	byTime(placed)
	return placed
}

// nearby is how far from a span's end or start a line may be and still count
// as written by it: log pipelines round to the millisecond and proxies flush
// a little after the request.
const nearby = time.Second

// placeInTime picks the span of one service that a line at t belongs to.
func placeInTime(own []*Span, t time.Time) (Placement, *Span) {
	var best *Span
	var bestGap time.Duration
	for _, s := range own {
		gap := gapTo(s, t)
		if best == nil || gap < bestGap || gap == bestGap && s.Duration < best.Duration {
			best, bestGap = s, gap
		}
	}
	if bestGap > nearby {
		return PlacedByService, nil
	}
	return PlacedByTime, best
}

// gapTo is how long t lies outside the span's life, 0 within it.
func gapTo(s *Span, t time.Time) time.Duration {
	if t.Before(s.Start) {
		return s.Start.Sub(t)
	}
	return max(0, t.Sub(s.End()))
}
