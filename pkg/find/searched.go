package find

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// coverage is what a source searched of the range that was asked for.
type coverage struct {
	in      journey.TimeRange // zero for all of it
	late    time.Duration     // of the newest time, not searched yet
	most    int               // results that the source returns at most, when fewer than were asked for
	notices []journey.Notice  // on what else was not searched
}

func searchedByTraces(r *journey.TraceResult) coverage {
	return coverage{in: r.Searched, late: r.Late, most: r.MaxResults, notices: r.Notices}
}

func searchedByLogs(r *journey.LogResult) coverage {
	return coverage{in: r.Searched, notices: r.Notices}
}

// nothing says that no part of the range was searched.
func (c coverage) nothing() bool { return !c.in.IsZero() && !c.in.From.Before(c.in.To) }

// explainRange says which part of the range was not searched, and why.
func (r *search) explainRange() {
	for _, n := range slices.Concat(r.searchedLogs.notices, r.searchedTraces.notices, r.searchedLines) {
		if !slices.Contains(r.Notices, n) { // lines are fetched more than once
			r.Notices = append(r.Notices, n)
		}
	}
	if late := r.searchedTraces.late; late > 0 {
		r.notice(journey.SeverityInfo, "Tempo does not search the newest %s: requests since %s UTC are not included yet. One of them can be opened by its trace ID.",
			inSeconds(late), r.searchedTraces.in.To.UTC().Format(time.TimeOnly))
	}
}

// lateNotice says that a live list is behind.
func lateNotice(late time.Duration) journey.Notice {
	return journey.Notice{Severity: journey.SeverityInfo, Text: fmt.Sprintf("Tempo does not search the newest %s, so requests appear that much later.", inSeconds(late))}
}

func inSeconds(d time.Duration) string { return journey.Count(int(d/time.Second), "second") }

// forgetUnsearched replaces what was counted in buckets of time that were not
// searched, or not all.
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
