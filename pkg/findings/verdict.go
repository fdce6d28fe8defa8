package findings

import (
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// VerdictOf says how whole a journey is; the first that fits. A limit that many
// requests reached together is about the search: a notice says so, not the verdict
// of each.
func VerdictOf(j *journey.Journey, raw journey.Raw) journey.Verdict {
	has := func(code journey.FindingCode) bool {
		return slices.ContainsFunc(j.Findings, func(f journey.Finding) bool { return f.Code == code && f.Severity != journey.SeverityInfo })
	}
	sampledOut := slices.ContainsFunc(j.Findings, func(f journey.Finding) bool { return f.Code == journey.FindingSampledOut })
	young := slices.ContainsFunc(j.Findings, func(f journey.Finding) bool { return f.Code == journey.FindingYoung })
	switch {
	case raw.Trace.Err != nil:
		return journey.VerdictPartial
	case sampledOut:
		return journey.VerdictSampledOut
	case len(j.Spans) == 0 && len(j.Lines) == 0:
		return journey.VerdictNotFound
	case len(j.Spans) == 0 && !young:
		return journey.VerdictLogsOnly
	case has(journey.FindingTraceTruncated) || !raw.Shared && j.Start.Before(raw.LinesCut):
		return journey.VerdictTruncated
	case young || has(journey.FindingPropagationBroken) || raw.LinesErr != nil:
		return journey.VerdictPartial
	}
	return journey.VerdictComplete
}

// fromWhole orders verdicts from the most to the least whole.
var fromWhole = []journey.Verdict{
	journey.VerdictComplete, journey.VerdictPartial, journey.VerdictTruncated, journey.VerdictLogsOnly, journey.VerdictSampledOut, journey.VerdictNotFound,
}

// Worse is the less whole of two verdicts.
func Worse(a, b journey.Verdict) journey.Verdict {
	if slices.Index(fromWhole, b) > slices.Index(fromWhole, a) {
		return b
	}
	return a
}
