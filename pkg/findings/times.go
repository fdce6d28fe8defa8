package findings

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/graph"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// clockSkew reports whose times were moved, and by how much. A proxy and the
// application beside it may name their host differently and count as two
// clocks; each service is reported once.
func clockSkew(s Request) []journey.Finding {
	var fs []journey.Finding
	known := make(map[string]bool)
	var first map[journey.SpanID]*journey.Span
	for _, a := range s.Adjustments {
		if a.Step != journey.StepClockSkew {
			continue
		}
		if first == nil {
			first = journey.BySpanID(s.Spans)
		}
		f := journey.Finding{
			Severity: journey.SeverityWarning, Code: journey.FindingClockSkew, Message: a.Message,
			Advice:   "Check NTP on that host. Its spans and lines are shown at the corrected time.",
			Evidence: journey.Attributes{{Key: "clock", Value: a.Clock}, {Key: "offsetMs", Value: float64(a.Offset) / float64(time.Millisecond)}},
		}
		if span := first[a.SpanIDs[0]]; span != nil {
			f.Node, f.SpanID = span.Node, span.SpanID
		}
		if known[f.Node] {
			continue
		}
		known[f.Node] = true
		fs = append(fs, f)
	}
	return fs
}

// nameOf is the called service as people call it.
func nameOf(c *journey.Call) string {
	if c.Peer.Name != "" && c.Target == c.Peer.ID() {
		return c.Peer.Name
	}
	return c.Target
}

// A service is slow when it alone is most of a long wait.
const (
	slowShare = 0.5
	slowTime  = 500 * time.Millisecond
)

// slowHops are the services that make up most of the time that the request's
// caller waited, by their own work. What goes on after the answer makes the
// journey long, not the wait.
func slowHops(s Request) []journey.Finding {
	root := graph.LongestRoot(s.Spans)
	if root == nil {
		return nil
	}
	own := make(map[string]time.Duration)
	for _, span := range s.Spans {
		own[span.Node] += span.Critical
	}
	var fs []journey.Finding
	for _, node := range slices.Sorted(maps.Keys(own)) {
		share := float64(own[node]) / float64(max(1, root.Duration))
		if own[node] < slowTime || share < slowShare {
			continue
		}
		work := longestWork(s.Spans, node)
		if s.onlyPassesOn(work.longest) {
			continue
		}
		fs = append(fs, journey.Finding{
			Severity: journey.SeverityWarning, Code: journey.FindingSlowHop, Node: node, SpanID: work.longest.SpanID,
			Message:  work.message(node, own[node], root.Duration),
			Advice:   fmt.Sprintf("Check the log lines of %s from that time, and the calls that it made without a span.", node),
			Evidence: journey.Attributes{{Key: "criticalMs", Value: float64(own[node]) / float64(time.Millisecond)}, {Key: "share", Value: share}},
		})
	}
	return fs
}

// onlyPassesOn says that the span is of a proxy at the edge, such as Caddy or nginx,
// whose upstream is not in the trace: the proxy waited, and nothing says for whom.
func (s Request) onlyPassesOn(span *journey.Span) bool {
	hasAccessLine := slices.ContainsFunc(s.Journey.Lines, func(l *journey.PlacedLine) bool { return l.Span == span && l.ProxyStatus > 0 })
	return hasAccessLine && !semconv.IsProxy(span) && !s.hasChild(span)
}

// work is what a service did again and again on the critical path: spans of one
// operation, or calls to one peer.
type work struct {
	took    time.Duration
	spans   int
	longest *journey.Span
	peer    string // that it waited for; "" for work of its own
}

// longestWork is what the service spent most of its time with.
func longestWork(spans []*journey.Span, node string) (most work) {
	type key struct{ operation, peer string }
	all := make(map[key]*work)
	for _, span := range spans {
		if span.Node != node || span.Critical == 0 {
			continue
		}
		k := key{operation: span.Name}
		if to, ok := semconv.PeerOf(span); ok && semconv.IsOutbound(span) {
			k.peer = to.Name
		}
		w, known := all[k]
		if !known {
			w = &work{longest: span, peer: k.peer}
			all[k] = w
		}
		w.took, w.spans = w.took+span.Critical, w.spans+1
		if span.Critical > w.longest.Critical {
			w.longest = span
		}
		if w.took > most.took {
			most = *w
		}
	}
	return most
}

// message names the database or other peer that a service waited for, where that
// is what it did longest.
func (w work) message(node string, own, wait time.Duration) string {
	switch {
	case w.peer != "" && w.spans > 1:
		return fmt.Sprintf("%s waited %s of the request's %s for %s, in %d calls of %q.", node, ms(w.took), ms(wait), w.peer, w.spans, w.longest.Name)
	case w.peer != "":
		return fmt.Sprintf("%s waited %s of the request's %s for %s, in %q.", node, ms(w.took), ms(wait), w.peer, w.longest.Name)
	}
	return fmt.Sprintf("%s itself took %s of the request's %s, most of it in %q.", node, ms(own), ms(wait), w.longest.Name)
}

// Between caller and callee too much is lost when it is long in itself and most
// of what the caller waited for.
const (
	proxyShare = 0.5
	proxyLost  = 100 * time.Millisecond
)

// callPair is a service and one that it called.
type callPair struct{ source, target string }

// proxyTime are the hops on which the caller waited much longer than the callee
// worked. A call that failed is none: its caller may have waited for a callee that
// hung, or that began when the caller had given up.
func proxyTime(s Request) []journey.Finding {
	worst := make(map[callPair]journey.Finding)
	lost := make(map[callPair]time.Duration)
	for _, c := range s.Calls {
		from, to := c.Outer(), journey.FirstSpan(c.Server, c.ServerProxy)
		if c.Kind != journey.HopCall || from == nil || to == nil || c.Shared || from.Status == journey.StatusError {
			continue
		}
		gap := from.Duration - to.Duration
		if gap < proxyLost {
			continue
		}
		gap -= s.otherWork(from, to)
		key := callPair{c.Source, c.Target}
		if gap < proxyLost || float64(gap) < proxyShare*float64(from.Duration) || gap <= lost[key] {
			continue
		}
		lost[key] = gap
		worst[key] = journey.Finding{
			Severity: journey.SeverityWarning, Code: journey.FindingProxyTime, Node: c.Source, SpanID: from.SpanID,
			Message: fmt.Sprintf("%s waited %s; %s took %s. The other %s were network or proxies.",
				c.Source, ms(from.Duration), c.Target, ms(to.Duration), ms(gap)),
			Advice:   fmt.Sprintf("Check the proxies of %s and %s: connection pools, outlier detection, retries, TLS handshakes.", c.Source, c.Target),
			Evidence: journey.Attributes{{Key: "clientMs", Value: float64(from.Duration) / float64(time.Millisecond)}, {Key: "serverMs", Value: float64(to.Duration) / float64(time.Millisecond)}},
		}
	}
	fs := make([]journey.Finding, 0, len(worst))
	for _, f := range worst {
		fs = append(fs, f)
	}
	slices.SortFunc(fs, func(a, b journey.Finding) int { return cmp.Compare(a.Message, b.Message) })
	return fs
}

// otherWork is how long the spans below a call took that are not its callee's:
// what the caller did, and whom else it called, while it made the call.
func (s Request) otherWork(call, callee *journey.Span) (took time.Duration) {
	at := call.Start
	for _, child := range s.Spans { // in order of start
		if child.Parent != call || graph.IsBelow(callee, child) {
			continue
		}
		from, to := graph.Later(child.Start, at), graph.Earlier(child.End(), call.End())
		took += max(0, graph.Earlier(to, callee.Start).Sub(from)) + max(0, to.Sub(graph.Later(from, callee.End())))
		at = graph.Later(at, to)
	}
	return took
}

// outsideAfter is how far from the trace's time a line counts as outside of it: log
// pipelines round times, and proxies write their access lines a little late.
const outsideAfter = time.Second

// outsiders are the lines of one service that were written outside of the
// trace's time.
type outsiders struct {
	lines    int
	furthest time.Duration // from the trace's time
}

// linesOutside are lines written when no span was under way any more, or yet.
func linesOutside(s Request) []journey.Finding {
	if len(s.Spans) == 0 {
		return nil
	}
	byNode := make(map[string]outsiders)
	for _, l := range s.Journey.Lines {
		if gap := max(l.Time.Sub(s.End), s.Start.Sub(l.Time)); gap > outsideAfter {
			known := byNode[l.Node]
			byNode[l.Node] = outsiders{known.lines + 1, max(known.furthest, gap)}
		}
	}
	var fs []journey.Finding
	for _, node := range slices.Sorted(maps.Keys(byNode)) {
		lines, furthest := byNode[node].lines, byNode[node].furthest
		fs = append(fs, journey.Finding{
			Severity: journey.SeverityInfo, Code: journey.FindingLinesOutside, Node: node,
			Message:  fmt.Sprintf("%s wrote %s up to %s before or after the trace.", node, journey.Count(lines, "line"), ms(furthest)),
			Advice:   "Usually background work, or an agent that sets its own timestamps.",
			Evidence: journey.Attributes{{Key: "lines", Value: int64(lines)}, {Key: "furthestMs", Value: float64(furthest) / float64(time.Millisecond)}},
		})
	}
	return fs
}
