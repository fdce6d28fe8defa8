package journey

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"time"
)

// clockSkew tells whose times were moved, and by how much. A proxy and the
// application beside it may name their host differently and count as two
// clocks; of a service it is told once.
func clockSkew(s scene) []Finding {
	var fs []Finding
	told := make(map[string]bool)
	var first map[SpanID]*Span
	for _, a := range s.adjustments {
		if a.Step != StepClockSkew {
			continue
		}
		if first == nil {
			first = bySpanID(s.Spans)
		}
		f := Finding{
			Severity: SeverityWarning, Code: FindingClockSkew, Message: a.Message,
			Advice:   "Check NTP on that host. Its spans and lines are shown at the corrected time.",
			Evidence: Attributes{{"clock", a.Clock}, {"offsetMs", float64(a.Offset) / float64(time.Millisecond)}},
		}
		if span := first[a.SpanIDs[0]]; span != nil {
			f.Node, f.SpanID = span.Node, span.SpanID
		}
		if told[f.Node] {
			continue
		}
		told[f.Node] = true
		fs = append(fs, f)
	}
	return fs
}

// series is calls from one span to one service, one after the other.
type series []*call

// seriesOf finds the series of two calls or more. A sidecar that retries shows
// as one caller's span with several callee's.
func seriesOf(calls []*call) []series {
	type key struct {
		from           *Span
		source, target string
	}
	all := groupCalls(calls, func(c *call) (key, bool) {
		outer := c.outer()
		if outer == nil || c.kind != HopCall {
			return key{}, false
		}
		return key{outer.Parent, c.source, c.target}, true
	})
	return slices.DeleteFunc(all, func(cs series) bool { return len(cs) < 2 })
}

// each divides a series by what was asked for.
func (cs series) each(operation func(*Span) string) []series {
	return groupCalls(cs, func(c *call) (string, bool) { return operation(c.outer()), true })
}

// groupCalls keeps the order, of groups by their first call; ok is false for calls
// that are in none.
func groupCalls[K comparable](calls []*call, keyOf func(*call) (key K, ok bool)) (all []series) {
	index := make(map[K]int)
	for _, c := range calls {
		key, ok := keyOf(c)
		if !ok {
			continue
		}
		at, known := index[key]
		if !known {
			at = len(all)
			index[key] = at
			all = append(all, nil)
		}
		all[at] = append(all[at], c)
	}
	return all
}

// retried are the series of one operation each of which all calls but the last
// failed.
func (s scene) retried() (all []series) {
	for _, cs := range s.repeats {
		for _, alike := range cs.each((*Span).Operation) {
			if alike.isRetry() {
				all = append(all, alike)
			}
		}
	}
	return all
}

// isRetry says that each call but the last failed before the next began.
func (cs series) isRetry() bool {
	for i, c := range cs[:len(cs)-1] {
		if !c.failed() || attempt(cs[i+1]).Start.Before(attempt(c).End()) {
			return false
		}
	}
	return len(cs) > 1
}

// attempt is the span that tells one attempt from the other: the callee's where
// the caller's is one for all.
func attempt(c *call) *Span { return firstSpan(c.serverProxy, c.server, c.clientProxy, c.client) }

func retries(s scene) []Finding {
	var fs []Finding
	for _, cs := range s.retried() {
		last := cs[len(cs)-1]
		outcome := "and the last succeeded"
		if last.failed() {
			outcome = "and all failed"
		}
		fs = append(fs, Finding{
			Severity: SeverityWarning, Code: FindingRetry, Node: last.source, SpanID: last.outer().SpanID,
			Message:  fmt.Sprintf("%s called %s %d times for %q, %s.", last.source, nameOf(last), len(cs), last.outer().Operation(), outcome),
			Advice:   fmt.Sprintf("See why the first attempts at %s failed: retries hide it and add to its load.", nameOf(last)),
			Evidence: Attributes{{"attempts", int64(len(cs))}},
		})
	}
	return fs
}

// retriedSpans are the spans of failed attempts that a later one made good.
func retriedSpans(s scene) map[*Span]bool {
	good := make(map[*Span]bool)
	for _, cs := range s.retried() {
		if cs[len(cs)-1].failed() {
			continue
		}
		for _, c := range cs[:len(cs)-1] {
			for _, span := range c.spans() {
				good[span] = true
			}
		}
	}
	return good
}

// literals are what differs between calls that are the same but for their
// arguments: quoted texts, and whatever has a digit in it.
var literals = regexp.MustCompile(`'[^']*'|"[^"]*"|[\w.-]*\d[\w.-]*`)

// likeOperation is what was asked for without its arguments: the statement for a
// database, whose span's name is only its kind.
func likeOperation(span *Span) string {
	operation := firstOf(span.Attributes.Text("db.query.text", "db.statement"), span.Operation())
	return literals.ReplaceAllString(operation, "?")
}

// manyCalls is from how many calls on a series looks like a loop over results.
const manyCalls = 5

func repeatedCalls(s scene) []Finding {
	var fs []Finding
	var loops []series
	for _, cs := range s.repeats {
		if len(cs) >= manyCalls {
			loops = append(loops, cs.each(likeOperation)...)
		}
	}
	for _, cs := range loops {
		if len(cs) < manyCalls || cs.isRetry() {
			continue
		}
		var took time.Duration
		for _, c := range cs {
			took += c.outer().Duration
		}
		first := cs[0]
		fs = append(fs, Finding{
			Severity: SeverityInfo, Code: FindingRepeatedCalls, Node: first.source, SpanID: first.outer().SpanID,
			Message:  fmt.Sprintf("%s called %s %d times for %q, %s in all.", first.source, nameOf(first), len(cs), first.outer().Operation(), ms(took)),
			Advice:   "If these are one call per item of a list (N+1), ask for all of them at once.",
			Evidence: Attributes{{"calls", int64(len(cs))}, {"totalMs", float64(took) / float64(time.Millisecond)}},
		})
	}
	return fs
}

// nameOf is the called service as people call it.
func nameOf(c *call) string {
	if c.peer.name != "" && c.target == c.peer.id() {
		return c.peer.name
	}
	return c.target
}

// A service is slow when it alone is most of a long wait.
const (
	slowShare = 0.5
	slowTime  = 500 * time.Millisecond
)

// slowHops are the services that make up most of the critical path by their own
// work.
func slowHops(s scene) []Finding {
	own := make(map[string]time.Duration)
	longest := make(map[string]*Span)
	for _, span := range s.Spans {
		own[span.Node] += span.Critical
		if l := longest[span.Node]; l == nil || span.Critical > l.Critical {
			longest[span.Node] = span
		}
	}
	var fs []Finding
	for _, node := range sortedKeys(own) {
		share := float64(own[node]) / float64(max(1, s.Duration()))
		if own[node] < slowTime || share < slowShare {
			continue
		}
		span := longest[node]
		fs = append(fs, Finding{
			Severity: SeverityWarning, Code: FindingSlowHop, Node: node, SpanID: span.SpanID,
			Message:  slowMessage(s, node, own[node], span),
			Advice:   fmt.Sprintf("Look at what %s did in that time: its log lines, and what it called without a trace of its own.", node),
			Evidence: Attributes{{"criticalMs", float64(own[node]) / float64(time.Millisecond)}, {"share", share}},
		})
	}
	return fs
}

// slowMessage names the database or other peer that a service waited for, where
// its longest span is such a call.
func slowMessage(s scene, node string, own time.Duration, longest *Span) string {
	if to, ok := peerOf(longest); ok && isOutbound(longest) {
		return fmt.Sprintf("%s waited %s of the request's %s for %s, in %q.", node, ms(longest.Critical), ms(s.Duration()), to.name, longest.Name)
	}
	return fmt.Sprintf("%s took %s of the request's %s by itself, most of it in %q.", node, ms(own), ms(s.Duration()), longest.Name)
}

// Between caller and callee too much is lost when it is long in itself and most
// of what the caller waited for.
const (
	proxyShare = 0.5
	proxyLost  = 100 * time.Millisecond
)

// proxyTime are the hops on which the caller waited much longer than the callee
// worked.
func proxyTime(s scene) []Finding {
	worst := make(map[hopKey]Finding)
	lost := make(map[hopKey]time.Duration)
	for _, c := range s.calls {
		from, to := c.outer(), firstSpan(c.server, c.serverProxy)
		if c.kind != HopCall || from == nil || to == nil || c.shared {
			continue
		}
		gap := from.Duration - to.Duration
		key := hopKey{c.source, c.target, c.kind}
		if gap < proxyLost || float64(gap) < proxyShare*float64(from.Duration) || gap <= lost[key] {
			continue
		}
		lost[key] = gap
		worst[key] = Finding{
			Severity: SeverityWarning, Code: FindingProxyTime, Node: c.source, SpanID: from.SpanID,
			Message: fmt.Sprintf("%s waited %s for %s, which worked for %s of it: %s went into the network and proxies.",
				c.source, ms(from.Duration), c.target, ms(to.Duration), ms(gap)),
			Advice:   fmt.Sprintf("Check the proxies of %s and %s: connection pools, outlier detection, retries, TLS handshakes.", c.source, c.target),
			Evidence: Attributes{{"clientMs", float64(from.Duration) / float64(time.Millisecond)}, {"serverMs", float64(to.Duration) / float64(time.Millisecond)}},
		}
	}
	fs := make([]Finding, 0, len(worst))
	for _, f := range worst {
		fs = append(fs, f)
	}
	slices.SortFunc(fs, func(a, b Finding) int { return cmp.Compare(a.Message, b.Message) })
	return fs
}

// linesOutside are lines written when no span was under way any more, or yet.
func linesOutside(s scene) []Finding {
	if len(s.Spans) == 0 {
		return nil
	}
	late := make(map[string]int)
	var furthest time.Duration
	for _, l := range s.Journey.Lines {
		if gap := max(l.Time.Sub(s.End), s.Start.Sub(l.Time)); gap > nearby {
			late[l.Node]++
			furthest = max(furthest, gap)
		}
	}
	var fs []Finding
	for _, node := range sortedKeys(late) {
		fs = append(fs, Finding{
			Severity: SeverityInfo, Code: FindingLinesOutside, Node: node,
			Message:  fmt.Sprintf("%s wrote %s outside of the trace's time, by up to %s.", node, count(late[node], "line"), ms(furthest)),
			Advice:   "Work that goes on after the answer, or a log pipeline that stamps lines late, looks like this.",
			Evidence: Attributes{{"lines", int64(late[node])}},
		})
	}
	return fs
}
