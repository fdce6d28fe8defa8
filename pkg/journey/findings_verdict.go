package journey

import "slices"

// verdictOf says how whole a journey is; the first that fits. A limit that many
// requests reached together is about the search: a notice says so, not the verdict
// of each.
func verdictOf(j *Journey, raw Raw) Verdict {
	has := func(code FindingCode) bool {
		return slices.ContainsFunc(j.Findings, func(f Finding) bool { return f.Code == code && f.Severity != SeverityInfo })
	}
	sampledOut := slices.ContainsFunc(j.Findings, func(f Finding) bool { return f.Code == FindingSampledOut })
	young := slices.ContainsFunc(j.Findings, func(f Finding) bool { return f.Code == FindingYoung })
	switch {
	case raw.Trace.Err != nil:
		return VerdictPartial
	case sampledOut:
		return VerdictSampledOut
	case len(j.Spans) == 0 && len(j.Lines) == 0:
		return VerdictNotFound
	case len(j.Spans) == 0 && !young:
		return VerdictLogsOnly
	case has(FindingTraceTruncated) || !raw.Shared && j.Start.Before(raw.LinesCut):
		return VerdictTruncated
	case young || has(FindingPropagationBroken) || raw.LinesErr != nil:
		return VerdictPartial
	}
	return VerdictComplete
}

// fromWhole orders verdicts from the most to the least whole.
var fromWhole = []Verdict{
	VerdictComplete, VerdictPartial, VerdictTruncated, VerdictLogsOnly, VerdictSampledOut, VerdictNotFound,
}

// worse is the less whole of two verdicts.
func worse(a, b Verdict) Verdict {
	if slices.Index(fromWhole, b) > slices.Index(fromWhole, a) {
		return b
	}
	return a
}
