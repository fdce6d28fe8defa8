// Package place puts each log line on the span that wrote it.
package place

import (
	"cmp"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/accesslog"
	"github.com/requestjourney/requestjourney/pkg/adjust"
	"github.com/requestjourney/requestjourney/pkg/graph"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// Lines puts each line on the span that wrote it, as far as that is known. The line's
// service is the one whose spans come from the line's pod, or else the one that its
// labels name. A line is placed
//
//  1. by the span ID that it carries, unless that is its caller's (see wrote);
//  2. by its service and time, and by what an access line says about its call (see
//     parsedLine);
//  3. by its service only, if no span of the service is near in time;
//  4. on a ghost, if its service sent no span of this trace.
//
// The result is in time order and has all lines.
func Lines(spans []*journey.Span, raw journey.Raw, adjustments []journey.Adjustment, names graph.Nodes, id semconv.Identity) []*journey.PlacedLine {
	if len(raw.Lines) == 0 {
		return nil
	}
	index := indexSpans(spans)
	skews := adjust.SkewsOf(spans, adjustments)
	placed := make([]*journey.PlacedLine, len(raw.Lines))
	for i := range raw.Lines {
		p := &journey.PlacedLine{Line: raw.Lines[i], Context: raw.Contexts[i], JoinedBy: journey.JoinedByTrace}
		if p.Context.TraceID.IsZero() {
			p.JoinedBy = journey.JoinedByRequest
		}
		w := parse(&p.Line)
		p.Level = accesslog.Level(&p.Line, w.access)
		p.Node = cmp.Or(index.byPod[w.pod], names.Node(id.OfLine(&p.Line)))
		p.RequestID = w.access.RequestID
		if answer, ok := w.access.Answer(); ok {
			p.Answer = &answer
		}
		if w.access.IsProxy {
			p.ProxyStatus = max(0, w.access.Status)
		}
		index.put(p, w, skews)
		placed[i] = p
	}
	byTime(placed)
	return placed
}

// spanIndex finds the spans that may have written a line.
type spanIndex struct {
	byID   map[journey.SpanID]*journey.Span
	byNode map[string]*scoredSpans
	byPod  map[string]string // the node of each pod that sent spans; "" if there are several
}

func indexSpans(spans []*journey.Span) spanIndex {
	index := spanIndex{byID: make(map[journey.SpanID]*journey.Span, len(spans)), byNode: make(map[string]*scoredSpans), byPod: make(map[string]string)}
	for _, s := range spans {
		index.byID[s.SpanID] = s
		own, known := index.byNode[s.Node]
		if !known {
			own = &scoredSpans{}
			index.byNode[s.Node] = own
		}
		own.spans = append(own.spans, s)
		index.addPod(s)
	}
	return index
}

// addPod learns which service a pod belongs to. It decides about the pod's lines,
// whatever their labels call the service.
func (x spanIndex) addPod(s *journey.Span) {
	pod := semconv.PodOfSpan(s)
	if pod == "" {
		return
	}
	if node, known := x.byPod[pod]; known && node != s.Node {
		x.byPod[pod] = ""
		return
	}
	x.byPod[pod] = s.Node
}

// put finds the line's span, and corrects the line's time by the skew of its clock.
func (x spanIndex) put(p *journey.PlacedLine, w parsedLine, skews adjust.Skews) {
	named := x.byID[p.Context.SpanID]
	if named != nil && x.wrote(named, p, w) {
		p.Placement, p.Node, p.Span = journey.PlacedBySpan, named.Node, named
		moveBy(p, skews.OnSpan(named))
		return
	}
	moveBy(p, skews.Of(p.Node, w.pod))
	w.caller, p.Caller = named, named
	own, ok := x.byNode[p.Node]
	if !ok {
		p.Placement = journey.PlacedOnGhost
		return
	}
	p.Placement = journey.PlacedByService
	if p.Span = w.span(own); p.Span != nil {
		p.Placement = journey.PlacedByTime
	}
}

func moveBy(p *journey.PlacedLine, skew time.Duration) {
	p.Skew, p.Time = skew, p.Time.Add(skew)
}

// wrote reports whether the named span wrote the line. A proxy that answers by itself, and
// a service that only passes the trace headers on, log the span ID that they received: their
// caller's. Pods decide if they are known. Otherwise a line belongs to the spans of its
// service, or to spans that its process made under another name. If the service sent no
// spans, span and line may be of one service under two names, and the span ID decides. It
// does not for a proxy's access line: that names the client span of the call that the proxy
// received.
func (x spanIndex) wrote(named *journey.Span, p *journey.PlacedLine, w parsedLine) bool {
	if named.Node == p.Node || p.Node == semconv.UnknownService {
		return true
	}
	if pod := semconv.PodOfSpan(named); pod != "" && w.pod != "" {
		return pod == w.pod
	}
	if x.byNode[p.Node] != nil {
		return isMadeBy(named, p.Node)
	}
	return !w.isAccess || !semconv.IsOutbound(named)
}

// isMadeBy reports whether the process of a service made the span under another service
// name, as libraries do for caches and databases: no server is between them.
func isMadeBy(s *journey.Span, node string) bool {
	for ; s.Kind != journey.KindServer && s.Kind != journey.KindConsumer && s.Parent != nil; s = s.Parent {
		if s.Parent.Node == node {
			return true
		}
	}
	return false
}

func byTime(lines []*journey.PlacedLine) {
	slices.SortStableFunc(lines, func(a, b *journey.PlacedLine) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Body, b.Body))
	})
}
