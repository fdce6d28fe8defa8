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

// manyCalls is how many serial calls look like a loop over results.
const manyCalls = 5

// repeatedCalls are loops: one span made the same call again and again, each time
// after the one before had ended. Calls made at the same time are a fan-out, which
// is no finding.
func repeatedCalls(s Request) []journey.Finding {
	var fs []journey.Finding
	for _, cs := range s.repeats {
		if len(cs) < manyCalls {
			continue // comparing what was asked for takes longer
		}
		for _, alike := range cs.withoutShared().each(likeOperation) {
			loop := alike.serial()
			if isFanOut := 2*len(loop) <= len(alike); len(loop) < manyCalls || isFanOut || alike.isRetry() {
				continue
			}
			fs = append(fs, repeatedCall(alike, loop))
		}
	}
	return fs
}

// repeatedCall reports a loop, and how many calls there were beside it.
func repeatedCall(all, loop series) journey.Finding {
	var took time.Duration
	for _, c := range loop {
		took += c.Seen().Duration
	}
	first := loop[0]
	f := journey.Finding{
		Severity: journey.SeverityInfo, Code: journey.FindingRepeatedCalls, Node: first.Source, SpanID: first.Seen().SpanID,
		Message: fmt.Sprintf("%s called %s %d times for %q, one after the other, which took %s in total.",
			first.Source, nameOf(first), len(loop), semconv.Operation(first.Seen()), ms(took)),
		Advice:   "If this is one call per item of a list (N+1), request all items at once.",
		Evidence: journey.Attributes{{Key: "calls", Value: int64(len(loop))}, {Key: "totalMs", Value: float64(took) / float64(time.Millisecond)}},
	}
	if len(loop) < len(all) {
		f.Message = fmt.Sprintf("%s called %s %d times for %q, %d of them one after the other, which took %s in total.",
			first.Source, nameOf(first), len(all), semconv.Operation(first.Seen()), len(loop), ms(took))
	}
	return f
}

// withoutShared has each span once: a call that several services or
// attempts received took its time once.
func (cs series) withoutShared() series {
	known := make(map[*journey.Span]bool, len(cs))
	var once series
	for _, c := range cs {
		if span := c.Seen(); !known[span] {
			known[span] = true
			once = append(once, c)
		}
	}
	return once
}

// serial is the most calls of the series that were made one after the other: the
// one that ends first, then the first to end of those that begin after it, and so on.
func (cs series) serial() series {
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

// Clocks are read in ticks and not exactly when a call ends, so that the next one may
// seem to begin a little before: by at most a tenth of the shorter call, and never by
// more than a millisecond.
const (
	overlapShare = 10
	overlapMost  = time.Millisecond
)

// follows says that a call began after another one had ended.
func follows(next, before *journey.Span) bool {
	tolerance := min(overlapMost, min(next.Duration, before.Duration)/overlapShare)
	return next.Start.After(before.Start) && !next.Start.Add(tolerance).Before(before.End())
}

// literals are what differs between calls that differ only in their
// arguments: quoted texts, and whatever has a digit in it.
var literals = regexp.MustCompile(`'[^']*'|"[^"]*"|[\w.-]*\d[\w.-]*`)

// likeOperation is what was asked for without its arguments: the statement for a
// database, whose span's name is only its kind.
func likeOperation(span *journey.Span) string {
	operation := cmp.Or(semconv.Statement(span), semconv.Operation(span))
	return literals.ReplaceAllString(operation, "?")
}
