package findings

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// minLoopCalls is how many sequential calls count as a loop over results.
const minLoopCalls = 5

// repeatedCalls reports loops: one span made the same call again and again, each
// time after the previous call had ended. Parallel calls are a fan-out, which is
// not reported.
func repeatedCalls(r Request) []journey.Finding {
	var fs []journey.Finding
	for _, cs := range r.repeats {
		if len(cs) < minLoopCalls {
			continue // comparing operations is slow
		}
		for _, same := range cs.withoutShared().byOperation(operationPattern) {
			loop := same.sequential()
			if isFanOut := 2*len(loop) <= len(same); len(loop) < minLoopCalls || isFanOut || same.isRetry() {
				continue
			}
			fs = append(fs, repeatedCall(same, loop))
		}
	}
	return fs
}

// repeatedCall reports a loop, and how many calls ran beside it.
func repeatedCall(all, loop series) journey.Finding {
	var took time.Duration
	for _, c := range loop {
		took += c.Seen().Duration
	}
	first := loop[0]
	f := journey.Finding{
		Severity: journey.SeverityInfo, Code: journey.FindingRepeatedCalls, Node: first.Source, SpanID: first.Seen().SpanID,
		Message: fmt.Sprintf("%s called %s %d times for %q, one after the other, which took %s in total.",
			first.Source, calledName(first), len(loop), semconv.Operation(first.Seen()), journey.DurationText(took)),
		Advice:   "If this is one call per item of a list (N+1), request all items at once.",
		Evidence: journey.Attributes{{Key: "calls", Value: int64(len(loop))}, {Key: "totalMs", Value: millis(took)}},
	}
	if len(loop) < len(all) {
		f.Message = fmt.Sprintf("%s called %s %d times for %q, %d of them one after the other, which took %s in total.",
			first.Source, calledName(first), len(all), semconv.Operation(first.Seen()), len(loop), journey.DurationText(took))
	}
	return f
}

// withoutShared returns the series with each span once: a call that several
// services or attempts received took its time only once.
func (cs series) withoutShared() series {
	known := make(map[*journey.Span]bool, len(cs))
	var unique series
	for _, c := range cs {
		if span := c.Seen(); !known[span] {
			known[span] = true
			unique = append(unique, c)
		}
	}
	return unique
}

// sequential returns the largest set of calls that ran one after another: the
// call that ends first, then the call that ends first among those that start
// after it, and so on.
func (cs series) sequential() series {
	byEnd := slices.Clone(cs)
	slices.SortStableFunc(byEnd, func(a, b *journey.Call) int { return a.Seen().End().Compare(b.Seen().End()) })
	var loop series
	for _, c := range byEnd {
		if len(loop) == 0 || follows(c.Seen(), loop[len(loop)-1].Seen()) {
			loop = append(loop, c)
		}
	}
	return loop
}

// Clocks tick coarsely and are not read exactly when a call ends, so the next
// call may seem to start slightly early: by up to a tenth of the shorter call,
// and at most a millisecond.
const (
	overlapDivisor = 10
	maxOverlap     = time.Millisecond
)

// follows reports whether next started after before had ended.
func follows(next, before *journey.Span) bool {
	tolerance := min(maxOverlap, min(next.Duration, before.Duration)/overlapDivisor)
	return next.Start.After(before.Start) && !next.Start.Add(tolerance).Before(before.End())
}

// arguments matches what differs between calls that are otherwise the same:
// quoted texts, and words that contain a digit.
var arguments = regexp.MustCompile(`'[^']*'|"[^"]*"|[\w.-]*\d[\w.-]*`)

// operationPattern returns the operation without its arguments. For a database
// it uses the statement, because the span's name may only say SELECT.
func operationPattern(span *journey.Span) string {
	operation := cmp.Or(semconv.Statement(span), semconv.Operation(span))
	return arguments.ReplaceAllString(operation, "?")
}
