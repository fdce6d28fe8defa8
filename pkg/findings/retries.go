package findings

import (
	"fmt"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

func retries(r Request) []journey.Finding {
	var fs []journey.Finding
	for _, cs := range r.retried() {
		last := cs[len(cs)-1]
		outcome := "and the last succeeded"
		if last.Failed() {
			outcome = "and all failed"
		}
		fs = append(fs, journey.Finding{
			Severity: journey.SeverityWarning, Code: journey.FindingRetry, Node: last.Source, SpanID: last.Outer().SpanID,
			Message:  fmt.Sprintf("%s called %s %d times for %q, %s.", last.Source, calledName(last), len(cs), semconv.Operation(last.Outer()), outcome),
			Advice:   fmt.Sprintf("Find out why the first attempts at %s failed. Retries hide failures and add load.", calledName(last)),
			Evidence: journey.Attributes{{Key: "attempts", Value: int64(len(cs))}},
		})
	}
	return fs
}

// retried returns the series of one operation in which every call but the last
// failed.
func (r Request) retried() (all []series) {
	for _, cs := range r.repeats {
		if cs[0].Outer() == nil {
			continue // without client spans, these may be retries or separate calls
		}
		for _, same := range cs.byOperation(semconv.Operation) {
			if same.isRetry() {
				all = append(all, same)
			}
		}
	}
	return all
}

// isRetry reports whether each call but the last failed before the next began.
func (cs series) isRetry() bool {
	for i, c := range cs[:len(cs)-1] {
		if !c.Failed() || attempt(cs[i+1]).Start.Before(attempt(c).End()) {
			return false
		}
	}
	return len(cs) > 1
}

// attempt returns the span of one attempt: the callee's if there is one, because
// one client span may cover all attempts.
func attempt(c *journey.Call) *journey.Span {
	return journey.FirstSpan(c.ServerProxy, c.Server, c.ClientProxy, c.Client)
}

// retriedSpans returns the spans of failed attempts that a later attempt fixed.
func retriedSpans(r Request) map[*journey.Span]bool {
	fixed := make(map[*journey.Span]bool)
	for _, cs := range r.retried() {
		if cs[len(cs)-1].Failed() {
			continue
		}
		for _, c := range cs[:len(cs)-1] {
			for _, span := range c.Spans() {
				fixed[span] = true
			}
		}
	}
	return fixed
}
