package journey

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"time"
)

// manyCalls is how many serial calls look like a loop over results.
const manyCalls = 5

// repeatedCalls are loops: one span made the same call again and again, each time
// after the one before had ended. Calls made at the same time are a fan-out, which
// is no finding.
func repeatedCalls(s scene) []Finding {
	var fs []Finding
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
func repeatedCall(all, loop series) Finding {
	var took time.Duration
	for _, c := range loop {
		took += c.seen().Duration
	}
	first := loop[0]
	f := Finding{
		Severity: SeverityInfo, Code: FindingRepeatedCalls, Node: first.source, SpanID: first.seen().SpanID,
		Message: fmt.Sprintf("%s called %s %d times for %q, one after the other, which took %s in all.",
			first.source, nameOf(first), len(loop), Operation(first.seen()), ms(took)),
		Advice:   "If these are one call per item of a list (N+1), ask for all of them at once.",
		Evidence: Attributes{{"calls", int64(len(loop))}, {"totalMs", float64(took) / float64(time.Millisecond)}},
	}
	if len(loop) < len(all) {
		f.Message = fmt.Sprintf("%s called %s %d times for %q, %d of them one after the other, which took %s in all.",
			first.source, nameOf(first), len(all), Operation(first.seen()), len(loop), ms(took))
	}
	return f
}

// withoutShared has each span once: a call that several services or
// attempts received took its time once.
func (cs series) withoutShared() series {
	known := make(map[*Span]bool, len(cs))
	var once series
	for _, c := range cs {
		if span := c.seen(); !known[span] {
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
	slices.SortStableFunc(byEnd, func(a, b *call) int { return a.seen().End().Compare(b.seen().End()) })
	var loop series
	for _, c := range byEnd {
		if len(loop) == 0 || follows(c.seen(), loop[len(loop)-1].seen()) {
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
func follows(next, before *Span) bool {
	tolerance := min(overlapMost, min(next.Duration, before.Duration)/overlapShare)
	return next.Start.After(before.Start) && !next.Start.Add(tolerance).Before(before.End())
}

// literals are what differs between calls that are the same but for their
// arguments: quoted texts, and whatever has a digit in it.
var literals = regexp.MustCompile(`'[^']*'|"[^"]*"|[\w.-]*\d[\w.-]*`)

// likeOperation is what was asked for without its arguments: the statement for a
// database, whose span's name is only its kind.
func likeOperation(span *Span) string {
	operation := cmp.Or(statement(span), Operation(span))
	return literals.ReplaceAllString(operation, "?")
}
