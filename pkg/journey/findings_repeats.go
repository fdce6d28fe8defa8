package journey

import (
	"fmt"
	"slices"
)

// series is calls from one span to one service, in the order of their starts.
type series []*call

// seriesOf finds the series of two calls or more. A sidecar that retries shows
// as one caller's span with several callee's. Calls that only the callee saw are
// series of their own.
func seriesOf(calls []*call) []series {
	type key struct {
		from           *Span
		source, target string
		byCallee       bool
	}
	all := groupCalls(calls, func(c *call) (key, bool) {
		if c.kind != HopCall || c.seen() == nil {
			return key{}, false // the one end of a message may be all that there is, or lines of a ghost
		}
		return key{c.seen().Parent, c.source, c.target, c.outer() == nil}, true
	})
	return slices.DeleteFunc(all, func(cs series) bool { return len(cs) < 2 })
}

// each divides a series by what was asked for.
func (cs series) each(operation func(*Span) string) []series {
	return groupCalls(cs, func(c *call) (string, bool) { return operation(c.seen()), true })
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
		if cs[0].outer() == nil {
			continue // whether the caller tried again, or had another reason to call, is not known
		}
		for _, alike := range cs.each(Operation) {
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
			Message:  fmt.Sprintf("%s called %s %d times for %q, %s.", last.source, nameOf(last), len(cs), Operation(last.outer()), outcome),
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
