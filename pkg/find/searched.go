package find

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// coverage says which part of the query's time range a source searched.
type coverage struct {
	in      journey.TimeRange // zero for the whole range
	late    time.Duration     // how much of the newest time is not searched yet
	most    int               // the source's own result limit, if lower than the requested one
	notices []journey.Notice  // what else was not searched
}

func searchedByTraces(r *journey.TraceResult) coverage {
	return coverage{in: r.Searched, late: r.Late, most: r.MaxResults, notices: r.Notices}
}

func searchedByLogs(r *journey.LogResult) coverage {
	return coverage{in: r.Searched, notices: r.Notices}
}

// nothing reports whether no part of the range was searched.
func (c coverage) nothing() bool { return !c.in.IsZero() && !c.in.From.Before(c.in.To) }

// explainRange says which part of the time range was not searched, and why.
func (r *search) explainRange() {
	for _, n := range slices.Concat(r.searchedLogs.notices, r.searchedTraces.notices, r.searchedLines) {
		if !slices.Contains(r.Notices, n) { // lines may be fetched several times
			r.Notices = append(r.Notices, n)
		}
	}
	if late := r.searchedTraces.late; late > 0 {
		r.notice(journey.SeverityInfo, "Tempo does not search the newest %s, so requests since %s UTC are missing. You can open them by trace ID.",
			inSeconds(late), r.searchedTraces.in.To.UTC().Format(time.TimeOnly))
	}
}

// lateNotice says that a live list lags.
func lateNotice(late time.Duration) journey.Notice {
	return journey.Notice{Code: journey.NoticeNotSearched, Severity: journey.SeverityInfo, Text: fmt.Sprintf("Tempo does not search the newest %s, so requests appear with that delay.", inSeconds(late))}
}

func inSeconds(d time.Duration) string { return journey.Count(int(d/time.Second), "second") }

// forgetUnsearched sets buckets to NaN if their time was not fully searched.
func forgetUnsearched(r *journey.Result, m journey.Measurement) {
	for _, in := range []journey.TimeRange{r.Loki.Searched, r.Tempo.Searched} {
		if in.IsZero() {
			continue
		}
		if in.From.After(r.Query.Range.From) {
			forget(m.Series, bucketOf(m.Starts, in.From))
		}
		for i, start := range m.Starts {
			if start.Before(in.To) {
				continue
			}
			for _, s := range m.Series {
				s.Values[i] = math.NaN()
			}
		}
	}
}
