package findings

import (
	"fmt"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Spans need time to become visible after a request.
const (
	// SettleTime is how long Tempo needs to cut traces and flush blocks.
	SettleTime = time.Minute
	// exportTime is how long SDKs need to send spans: OpenTelemetry's send a batch
	// every 5 seconds.
	exportTime = 15 * time.Second
)

// basis is the evidence of a finding. It decides whether the finding may be
// reported while spans of the request may still arrive.
type basis int

const (
	onPresentSpans basis = iota // spans that exist; later spans do not refute it
	onAllSpans                  // valid only if all spans are there
	onMissingSpans              // a missing span, which may still arrive
	onSilentCallee              // a callee without spans, which may still arrive
)

// detected is a finding with its basis.
type detected struct {
	journey.Finding
	basis basis
}

// dropRefutable drops findings that spans still on their way could refute. If
// spans are missing, it adds one finding that the request is young, so that no
// service is blamed for spans that are only late.
func (r Request) dropRefutable(found []detected) (fs []journey.Finding) {
	isFresh := r.endedWithin(exportTime)
	arriving := r.endedWithin(SettleTime) && slices.ContainsFunc(found, detected.blamesMissingSpans) || isFresh && r.hasUnansweredFailure()
	if arriving {
		fs = append(fs, r.young())
	}
	for _, f := range found {
		refutable := arriving && (f.basis == onAllSpans || f.blamesMissingSpans()) || isFresh && f.basis == onSilentCallee
		if !refutable {
			fs = append(fs, f.Finding)
		}
	}
	return fs
}

// blamesMissingSpans reports whether the finding blames a service for not
// sending a span.
func (f detected) blamesMissingSpans() bool {
	return f.basis == onMissingSpans && f.Severity != journey.SeverityInfo
}

// hasUnansweredFailure reports whether a call failed whose callee sent no span.
// The callee's span may still show what failed.
func (r Request) hasUnansweredFailure() bool {
	return slices.ContainsFunc(r.Calls, func(c *journey.Call) bool { return c.Unanswered() && c.Failed() && !r.wasNotReached(c) })
}

// endedWithin reports whether the last known step of the request is less than d
// ago. Its clock may be ahead of ours.
func (r Request) endedWithin(d time.Duration) bool {
	last := r.LastSeen()
	return !last.IsZero() && r.Now.Sub(last).Abs() < d
}

func (r Request) young() journey.Finding {
	missing := "some of its spans"
	if len(r.Spans) == 0 {
		missing = "its spans"
	}
	return journey.Finding{
		Severity: journey.SeverityInfo, Code: journey.FindingYoung,
		Message:  fmt.Sprintf("This request ended %s: %s may still be arriving.", ago(r.Now.Sub(r.LastSeen())), missing),
		Advice:   "Open it again in a minute.",
		Evidence: journey.Attributes{{Key: "lastSeen", Value: r.LastSeen().UTC().Format(time.RFC3339Nano)}},
	}
}

// ago formats how long ago a recent event was.
func ago(d time.Duration) string {
	if d < time.Second {
		return "just now"
	}
	return fmt.Sprintf("%d s ago", d/time.Second)
}
