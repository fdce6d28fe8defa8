package findings

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/graph"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// A service is slow if its own time is long and a large share of the wait.
const (
	minSlowShare = 0.5
	minSlowTime  = 500 * time.Millisecond
)

// slowHops reports services whose own work makes up most of the time that the
// request's caller waited. Work after the answer lengthens the journey but not
// the wait.
func slowHops(r Request) []journey.Finding {
	root := graph.LongestRoot(r.Spans)
	if root == nil {
		return nil
	}
	own := make(map[string]time.Duration)
	for _, span := range r.Spans {
		own[span.Node] += span.Critical
	}
	var fs []journey.Finding
	for _, node := range slices.Sorted(maps.Keys(own)) {
		share := float64(own[node]) / float64(max(1, root.Duration))
		if own[node] < minSlowTime || share < minSlowShare {
			continue
		}
		work := longestWork(r.Spans, node)
		if r.onlyForwards(work.longest) {
			continue
		}
		fs = append(fs, journey.Finding{
			Severity: journey.SeverityWarning, Code: journey.FindingSlowHop, Node: node, SpanID: work.longest.SpanID,
			Message:  work.message(node, own[node], root.Duration),
			Advice:   fmt.Sprintf("Check the log lines of %s from that time, and the calls that it made without a span.", node),
			Evidence: journey.Attributes{{Key: "criticalMs", Value: millis(own[node])}, {Key: "share", Value: share}},
		})
	}
	return fs
}

// onlyForwards reports whether the span is from a proxy at the edge, such as Caddy
// or nginx, whose upstream is not in the trace. The proxy waited, but nothing says
// for which service.
func (r Request) onlyForwards(span *journey.Span) bool {
	hasAccessLine := slices.ContainsFunc(r.Journey.Lines, func(l *journey.PlacedLine) bool { return l.Span == span && l.ProxyStatus > 0 })
	return hasAccessLine && !semconv.IsProxy(span) && !r.hasChild(span)
}

// work sums up what a service did on the critical path: its spans of one
// operation, or its calls to one peer.
type work struct {
	took    time.Duration
	spans   int
	longest *journey.Span
	peer    string // the peer it waited for; "" for its own work
}

// longestWork returns the work that took the service the most time.
func longestWork(spans []*journey.Span, node string) (longest work) {
	type key struct{ operation, peer string }
	all := make(map[key]*work)
	for _, span := range spans {
		if span.Node != node || span.Critical == 0 {
			continue
		}
		k := key{operation: span.Name}
		if peer, ok := semconv.PeerOf(span); ok && semconv.IsOutbound(span) {
			k.peer = peer.Name
		}
		w, known := all[k]
		if !known {
			w = &work{longest: span, peer: k.peer}
			all[k] = w
		}
		w.add(span)
		if w.took > longest.took {
			longest = *w
		}
	}
	return longest
}

func (w *work) add(span *journey.Span) {
	w.took, w.spans = w.took+span.Critical, w.spans+1
	if span.Critical > w.longest.Critical {
		w.longest = span
	}
}

// message names the database or other peer if the service spent most of its
// time waiting for it.
func (w work) message(node string, own, wait time.Duration) string {
	took, waited, total := journey.DurationText(own), journey.DurationText(w.took), journey.DurationText(wait)
	switch {
	case w.peer != "" && w.spans > 1:
		return fmt.Sprintf("%s waited %s of the request's %s for %s, in %d calls of %q.", node, waited, total, w.peer, w.spans, w.longest.Name)
	case w.peer != "":
		return fmt.Sprintf("%s waited %s of the request's %s for %s, in %q.", node, waited, total, w.peer, w.longest.Name)
	}
	return fmt.Sprintf("%s itself took %s of the request's %s, most of it in %q.", node, took, total, w.longest.Name)
}
