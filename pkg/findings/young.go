package findings

import (
	"fmt"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// How long after a request its spans may take to be found, since Tempo cuts traces
// and flushes blocks, and to be sent: OpenTelemetry's SDKs send a batch every 5
// seconds.
const (
	SettleTime = time.Minute
	exportTime = 15 * time.Second
)

// basis is what a finding rests on. It decides what may be said of a young
// request, some of whose spans may still be on their way.
type basis int

const (
	onSeen    basis = iota // what is there: spans that are still to come do not change it
	onWhole                // that all spans are there
	onMissing              // a span that is not there: it may still come
	onSilence              // a callee that sent nothing: its spans may still come
)

// based is a finding with what it rests on.
type based struct {
	journey.Finding
	on basis
}

// fair leaves out what spans that are still to come could refute. Where some are
// missing already, one finding says that the request is young: nobody is accused
// of what may only be late.
func (s Request) fair(found []based) (fs []journey.Finding) {
	isFresh := s.endedWithin(exportTime)
	arriving := s.endedWithin(SettleTime) && slices.ContainsFunc(found, based.missesSpans) || isFresh && s.missesAnswer()
	if arriving {
		fs = append(fs, s.young())
	}
	for _, f := range found {
		refutable := arriving && (f.on == onWhole || f.missesSpans()) || isFresh && f.on == onSilence
		if !refutable {
			fs = append(fs, f.Finding)
		}
	}
	return fs
}

// missesSpans says that the finding accuses somebody of not having sent a span.
func (f based) missesSpans() bool { return f.on == onMissing && f.Severity != journey.SeverityInfo }

// missesAnswer says that a call failed of which the callee sent no span: what
// failed may be seen there once it comes.
func (s Request) missesAnswer() bool {
	return slices.ContainsFunc(s.Calls, func(c *journey.Call) bool { return c.Unanswered() && c.Failed() && !s.wasNotReached(c) })
}

// endedWithin says that the request ended so short a time ago, as far as is known.
// Clocks may be ahead of ours.
func (s Request) endedWithin(d time.Duration) bool {
	last := s.LastSeen()
	return !last.IsZero() && s.Now.Sub(last).Abs() < d
}

func (s Request) young() journey.Finding {
	missing := "some of its spans"
	if len(s.Spans) == 0 {
		missing = "its spans"
	}
	return journey.Finding{
		Severity: journey.SeverityInfo, Code: journey.FindingYoung,
		Message:  fmt.Sprintf("This request ended %s: %s may still be arriving.", ago(s.Now.Sub(s.LastSeen())), missing),
		Advice:   "Open it again in a minute.",
		Evidence: journey.Attributes{{Key: "lastSeen", Value: s.LastSeen().UTC().Format(time.RFC3339Nano)}},
	}
}

// ago writes a short time before now for a sentence.
func ago(d time.Duration) string {
	if d < time.Second {
		return "just now"
	}
	return fmt.Sprintf("%d s ago", d/time.Second)
}
