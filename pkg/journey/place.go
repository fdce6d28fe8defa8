package journey

import (
	"cmp"
	"slices"
	"time"
)

// place puts each line on the span that wrote it, as far as that can be told.
// Its service is the one whose spans come from the line's pod, else the one that
// its labels name. Then
//
//  1. by the span ID that the line carries, unless it is its caller's (see wrote);
//  2. by its service and time, and by what an access line says of the call it
//     was written for (see witness);
//  3. by its service alone, when none of its spans is near in time;
//  4. on a ghost, when its service sent no span for this trace.
//
// The result is in time order; no line is left out.
func place(spans []*Span, raw Raw, adjustments []Adjustment, names nodeNames, id Identity) []*PlacedLine {
	if len(raw.Lines) == 0 {
		return nil
	}
	index := indexSpans(spans)
	skews := skewsOf(spans, adjustments)
	placed := make([]*PlacedLine, len(raw.Lines))
	for i := range raw.Lines {
		p := &PlacedLine{Line: raw.Lines[i], Context: raw.Contexts[i]}
		w := witnessOf(&p.Line)
		p.Level = levelOf(&p.Line, w.access)
		p.Node = cmp.Or(index.byPod[w.pod], names.node(id.ofLine(&p.Line)))
		p.requestID = w.access.requestID
		if w.access.ofProxy {
			p.answered = max(0, w.access.status)
		}
		index.put(p, w, skews)
		placed[i] = p
	}
	byTime(placed)
	return placed
}

// spanIndex finds the spans that may have written a line.
type spanIndex struct {
	byID   map[SpanID]*Span
	byNode map[string]*candidates
	byPod  map[string]string // the node of each pod that sent spans; "" when there are several
}

func indexSpans(spans []*Span) spanIndex {
	index := spanIndex{byID: make(map[SpanID]*Span, len(spans)), byNode: make(map[string]*candidates), byPod: make(map[string]string)}
	for _, s := range spans {
		index.byID[s.SpanID] = s
		own, known := index.byNode[s.Node]
		if !known {
			own = &candidates{}
			index.byNode[s.Node] = own
		}
		own.spans = append(own.spans, s)
		index.addPod(s)
	}
	return index
}

// addPod learns whose pod it is: a line of it belongs there whatever its labels
// call the service.
func (x spanIndex) addPod(s *Span) {
	pod := podOfSpan(s)
	if pod == "" {
		return
	}
	if node, known := x.byPod[pod]; known && node != s.Node {
		x.byPod[pod] = ""
		return
	}
	x.byPod[pod] = s.Node
}

// put finds the line's span, and moves the line with the clock that stamped it.
func (x spanIndex) put(p *PlacedLine, w witness, skews skews) {
	named := x.byID[p.Context.SpanID]
	if named != nil && x.wrote(named, p, w) {
		p.Placement, p.Node, p.Span = PlacedBySpan, named.Node, named
		p.moveBy(skews.onSpan(named))
		return
	}
	p.moveBy(skews.of(p.Node, w.pod))
	w.caller, p.caller = named, named
	own, ok := x.byNode[p.Node]
	if !ok {
		p.Placement = PlacedOnGhost
		return
	}
	p.Placement = PlacedByService
	if p.Span = w.span(own); p.Span != nil {
		p.Placement = PlacedByTime
	}
}

func (p *PlacedLine) moveBy(skew time.Duration) {
	p.Skew, p.Time = skew, p.Time.Add(skew)
}

// wrote says that the named span is the line's own. A proxy that answers by
// itself, and a service that only passes the trace headers on, log the span ID
// that they received: their caller's. Pods tell for certain; without them, a
// line of a service that has spans of its own belongs to those, and to those
// that its process made under another name. Where neither is known the two may
// be one service under two names, and the span ID counts, but not for a proxy's
// access line: it names the client span of the call that the proxy received.
func (x spanIndex) wrote(named *Span, p *PlacedLine, w witness) bool {
	if named.Node == p.Node || p.Node == unknownService {
		return true
	}
	if pod := podOfSpan(named); pod != "" && w.pod != "" {
		return pod == w.pod
	}
	if x.byNode[p.Node] != nil {
		return isMadeBy(named, p.Node)
	}
	return !w.isAccess || !isOutbound(named)
}

// isMadeBy says that the process of a service made the span, though under
// another service name, as libraries do for caches and databases: no server
// received it on the way from that service.
func isMadeBy(s *Span, node string) bool {
	for ; s.Kind != KindServer && s.Kind != KindConsumer && s.Parent != nil; s = s.Parent {
		if s.Parent.Node == node {
			return true
		}
	}
	return false
}

func byTime(lines []*PlacedLine) {
	slices.SortStableFunc(lines, func(a, b *PlacedLine) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Body, b.Body))
	})
}
