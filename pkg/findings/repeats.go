package findings

import (
	"fmt"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// series is calls from one span to one service, in the order of their starts.
type series []*journey.Call

// seriesOf finds the series of two calls or more. A sidecar that retries shows
// as one caller's span with several callee's. Calls that only the callee saw are
// series of their own.
func seriesOf(calls []*journey.Call) []series {
	type key struct {
		from           *journey.Span
		source, target string
		byCallee       bool
	}
	all := groupCalls(calls, func(c *journey.Call) (key, bool) {
		if c.Kind != journey.HopCall || c.Seen() == nil {
			return key{}, false // the one end of a message may be all that there is, or lines of a ghost
		}
		return key{c.Seen().Parent, c.Source, c.Target, c.Outer() == nil}, true
	})
	return slices.DeleteFunc(all, func(cs series) bool { return len(cs) < 2 })
}

// each divides a series by what was asked for.
func (cs series) each(operation func(*journey.Span) string) []series {
	return groupCalls(cs, func(c *journey.Call) (string, bool) { return operation(c.Seen()), true })
}

// groupCalls keeps the order, of groups by their first call; ok is false for calls
// that are in none.
func groupCalls[K comparable](calls []*journey.Call, keyOf func(*journey.Call) (key K, ok bool)) (all []series) {
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
func (s Request) retried() (all []series) {
	for _, cs := range s.repeats {
		if cs[0].Outer() == nil {
			continue // whether the caller tried again, or had another reason to call, is not known
		}
		for _, alike := range cs.each(semconv.Operation) {
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
		if !c.Failed() || attempt(cs[i+1]).Start.Before(attempt(c).End()) {
			return false
		}
	}
	return len(cs) > 1
}

// attempt is the span that separates one attempt from the other: the callee's where
// the caller's is one for all.
func attempt(c *journey.Call) *journey.Span {
	return journey.FirstSpan(c.ServerProxy, c.Server, c.ClientProxy, c.Client)
}

func retries(s Request) []journey.Finding {
	var fs []journey.Finding
	for _, cs := range s.retried() {
		last := cs[len(cs)-1]
		outcome := "and the last succeeded"
		if last.Failed() {
			outcome = "and all failed"
		}
		fs = append(fs, journey.Finding{
			Severity: journey.SeverityWarning, Code: journey.FindingRetry, Node: last.Source, SpanID: last.Outer().SpanID,
			Message:  fmt.Sprintf("%s called %s %d times for %q, %s.", last.Source, nameOf(last), len(cs), semconv.Operation(last.Outer()), outcome),
			Advice:   fmt.Sprintf("Find out why the first attempts at %s failed. Retries hide failures and add load.", nameOf(last)),
			Evidence: journey.Attributes{{Key: "attempts", Value: int64(len(cs))}},
		})
	}
	return fs
}

// retriedSpans are the spans of failed attempts that a later one made good.
func retriedSpans(s Request) map[*journey.Span]bool {
	good := make(map[*journey.Span]bool)
	for _, cs := range s.retried() {
		if cs[len(cs)-1].Failed() {
			continue
		}
		for _, c := range cs[:len(cs)-1] {
			for _, span := range c.Spans() {
				good[span] = true
			}
		}
	}
	return good
}
