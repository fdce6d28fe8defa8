package find

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/findings"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// overall returns the least complete verdict of all journeys. If a source failed
// or reached a limit, the verdict is at best partial or truncated.
func overall(res *search) journey.Verdict {
	worst := journey.VerdictComplete
	worsen := func(v journey.Verdict) { worst = findings.Worse(worst, v) }
	for _, j := range res.Journeys {
		worsen(j.Verdict)
	}
	if res.Loki.Err != nil || res.Tempo.Err != nil {
		worsen(journey.VerdictPartial)
	}
	if res.Loki.Cut == journey.LimitLines {
		worsen(journey.VerdictTruncated)
	}
	if len(res.Journeys) == 0 && res.Loki.Err == nil && res.Tempo.Err == nil {
		worsen(journey.VerdictNotFound)
	}
	return worst
}

// explain adds the notices: everything the user must know about the answer.
func (r *search) explain() {
	for _, j := range r.Journeys {
		r.Loki.Found += len(j.Lines)
	}
	r.withCode(journey.NoticeSourceFailed, r.explainFailures)
	r.withCode(journey.NoticeLimit, r.explainCuts)
	r.withCode(journey.NoticeLimit, r.explainConnections)
	r.withCode(journey.NoticeNotSearched, r.explainRange)
	if r.Query.Type == journey.QueryJourney && len(r.Journeys) > 0 {
		r.explainAbsence(r.Journeys[0])
	}
	if r.Query.Type == journey.QuerySearch && len(r.Journeys) == 0 {
		r.withCode(journey.NoticeNoMatch, r.explainEmpty)
	}
	r.withCode(journey.NoticeLineCounts, r.explainDepth)
	r.withCode(journey.NoticeNoLines, r.explainSilence)
	if r.warning != "" {
		r.withCode(journey.NoticeSettings, func() { r.notice(journey.SeverityWarning, "%s", r.warning) })
	}
}

// withCode gives the notices that explain adds a code.
func (r *search) withCode(code journey.NoticeCode, explain func()) {
	before := len(r.Notices)
	explain()
	for i := before; i < len(r.Notices); i++ {
		r.Notices[i].Code = code
	}
}

// explainAbsence repeats as notices the findings that say why a request has
// nothing to show yet, because some panels show no findings.
func (r *search) explainAbsence(j *journey.Journey) {
	for _, f := range j.Findings {
		repeat := func(severity journey.Severity) {
			r.withCode(journey.NoticeCode(f.Code), func() { r.notice(severity, "%s %s", f.Message, f.Advice) })
		}
		switch {
		case f.Code == journey.FindingTraceNotFound && j.Verdict == journey.VerdictNotFound && r.Loki.Err == nil && r.Tempo.Err == nil:
			repeat(journey.SeverityWarning)
		case f.Code == journey.FindingYoung:
			repeat(journey.SeverityInfo)
		}
	}
}

// explainDepth says which lines a list counts. Findings that need the other lines
// appear when a request is opened.
func (r *search) explainDepth() {
	if r.Query.Depth == journey.DepthSummary && len(r.Journeys) > 0 {
		r.notice(journey.SeverityInfo, "Line counts include only lines your query matched. Open a request to load the rest.")
	}
}

// explainSilence says that there are spans but no lines: the lines may be in other
// tenants or streams of Loki.
func (r *search) explainSilence() {
	hasSpans := slices.ContainsFunc(r.Journeys, func(j *journey.Journey) bool { return len(j.Spans) > 0 })
	if hasSpans && r.Loki.Found == 0 && r.Loki.Asked && r.Loki.Err == nil {
		r.notice(journey.SeverityInfo, "Loki returned no lines for these requests. Check tenant, log scope and slack.")
	}
}

func (r *search) explainFailures() {
	switch r.unchecked {
	case "LogQL":
		r.notice(journey.SeverityWarning, "The LogQL search failed, so requests that do not match it may be shown: %s", r.Loki.Err)
	case "TraceQL":
		r.notice(journey.SeverityWarning, "The TraceQL search failed, so requests that do not match it may be shown: %s", r.Tempo.Err)
	}
	if r.linesErr != nil {
		r.notice(journey.SeverityWarning, "Log lines are missing: %s", r.linesErr)
	}
	if r.SpansErr != nil {
		r.notice(journey.SeverityWarning, "Spans are missing: %s", r.SpansErr)
	}
	if r.requestIDs.err != nil {
		r.notice(journey.SeverityInfo, "Lines and traces with the same request ID may be missing: %s", r.requestIDs.err)
	}
	if r.requestIDErr != nil {
		r.notice(journey.SeverityWarning, "The search by request ID failed, so requests may be missing: %s", r.requestIDErr)
	}
}

func (r *search) explainCuts() {
	if r.unordered != "" {
		r.explainUnordered()
	} else {
		r.explainNewest()
	}
	if r.MoreLines {
		r.notice(journey.SeverityWarning, "More than %d lines match the LogQL query, and only the newest were read. Narrow the time range or the query to see older requests.", r.Limits.SearchLines)
	}
}

// explainNewest says how many of the newest requests are shown or were compared.
func (r *search) explainNewest() {
	if !r.Query.Counted { // a metric's coverage notice says this
		r.explainLimit()
	}
	if r.Tempo.Cut != "" && r.Query.LogQL != "" && !r.isLimited() {
		most := cmp.Or(r.searchedTraces.most, r.Limits.Journeys)
		r.notice(journey.SeverityWarning, "More than %d traces match the TraceQL query, and only the newest were compared with the log lines. Narrow the time range or the query.", most)
	}
}

// isLimited reports whether more requests match than the query's limit.
func (r *search) isLimited() bool {
	return r.Query.Type == journey.QuerySearch && r.Matched > len(r.Journeys) && r.Matched > r.Query.Limit
}

// explainLimit says which requests or lines a limit left out.
func (r *search) explainLimit() {
	switch {
	case r.isLimited():
		r.notice(journey.SeverityInfo, "The newest %d of %d matching requests are shown. Raise the limit or narrow the time range to see others.", len(r.Journeys), r.Matched)
	case r.Tempo.Cut != "" && r.Query.LogQL == "" && r.searchedTraces.most > 0:
		r.notice(journey.SeverityWarning, "The newest %d matching requests are shown. There may be more, but Tempo returns at most %d (max_result_limit): narrow the time range to see others.", len(r.Journeys), r.searchedTraces.most)
	case r.Tempo.Cut != "" && r.Query.LogQL == "":
		r.notice(journey.SeverityInfo, "The newest %d matching requests are shown, and there may be more. Raise the limit or narrow the time range.", len(r.Journeys))
	}
	if r.Loki.Cut == journey.LimitLines {
		r.notice(journey.SeverityWarning, "The requests have more than %d log lines, and the oldest are left out. Lower the limit or narrow the time range.", r.Limits.Lines)
	}
}

// explainUnordered replaces explainNewest if Tempo may not have returned the
// newest requests.
func (r *search) explainUnordered() {
	if r.Query.LogQL != "" {
		r.notice(journey.SeverityWarning, "%s. More than %d traces match the TraceQL query, and only some were compared with the log lines: narrow the time range or the query.", r.unordered, r.Limits.Journeys)
		return
	}
	r.notice(journey.SeverityWarning, "%s. There may be more and newer requests than the %d shown: narrow the time range to see them.", r.unordered, len(r.Journeys))
}

func (r *search) explainEmpty() {
	switch {
	case r.searchedTraces.nothing() || r.searchedLogs.nothing():
		// Other notices say that nothing was searched.
	case len(r.hits) > 0 && r.Matched == 0 && r.Query.TraceQL == "":
		r.notice(journey.SeverityWarning, "The LogQL query found %s, but no trace ID or known request ID in them. If it rewrites lines or drops labels, keep the ID; otherwise add a trace ID rule in the data source's settings.", journey.Count(len(r.hits), "line"))
	case r.Query.LogQL != "" && r.Query.TraceQL != "":
		r.notice(journey.SeverityInfo, "No request in this time range matches both the LogQL and the TraceQL query.")
	default:
		r.notice(journey.SeverityInfo, "No request in this time range matches the query.")
	}
	if r.advice != "" {
		r.notice(journey.SeverityInfo, "%s", r.advice)
	}
}

func (r *search) notice(severity journey.Severity, format string, args ...any) {
	r.Notices = append(r.Notices, journey.Notice{Severity: severity, Text: fmt.Sprintf(format, args...)})
}
