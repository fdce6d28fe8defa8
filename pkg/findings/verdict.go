package findings

import (
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// VerdictOf returns how complete a journey is: the first verdict that fits. If
// many requests together reached a limit, a notice about the search says so, not
// the verdict of each request.
func VerdictOf(j *journey.Journey, raw journey.Raw) journey.Verdict {
	has := func(code journey.FindingCode) bool {
		return slices.ContainsFunc(j.Findings, func(f journey.Finding) bool { return f.Code == code })
	}
	isSevere := func(code journey.FindingCode) bool {
		return slices.ContainsFunc(j.Findings, func(f journey.Finding) bool { return f.Code == code && f.Severity != journey.SeverityInfo })
	}
	isYoung := has(journey.FindingYoung)
	switch {
	case raw.Trace.Err != nil:
		return journey.VerdictPartial
	case has(journey.FindingSampledOut):
		return journey.VerdictSampledOut
	case len(j.Spans) == 0 && len(j.Lines) == 0:
		return journey.VerdictNotFound
	case len(j.Spans) == 0 && !isYoung:
		return journey.VerdictLogsOnly
	case isSevere(journey.FindingTraceTruncated) || !raw.Shared && j.Start.Before(raw.LinesCut):
		return journey.VerdictTruncated
	case isYoung || isSevere(journey.FindingPropagationBroken) || raw.LinesErr != nil:
		return journey.VerdictPartial
	}
	return journey.VerdictComplete
}

// byCompleteness orders the verdicts, the most complete first.
var byCompleteness = []journey.Verdict{
	journey.VerdictComplete, journey.VerdictPartial, journey.VerdictTruncated, journey.VerdictLogsOnly, journey.VerdictSampledOut, journey.VerdictNotFound,
}

// Worse returns the less complete of two verdicts.
func Worse(a, b journey.Verdict) journey.Verdict {
	if slices.Index(byCompleteness, b) > slices.Index(byCompleteness, a) {
		return b
	}
	return a
}
