package journey

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// coverage is what a source searched of the range that was asked for.
type coverage struct {
	in      TimeRange     // zero for all of it
	late    time.Duration // of the newest time, not searched yet
	most    int           // results that the source returns at most, when fewer than were asked for
	notices []Notice      // on what else was not searched
}

func searchedByTraces(r *TraceResult) coverage {
	return coverage{in: r.Searched, late: r.Late, most: r.Most, notices: r.Notices}
}

func searchedByLogs(r *LogResult) coverage { return coverage{in: r.Searched, notices: r.Notices} }

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
		r.notice(SeverityInfo, "Tempo does not search the newest %s: requests since %s UTC are not included yet. One of them can be opened by its trace ID.",
			inSeconds(late), r.searchedTraces.in.To.UTC().Format(time.TimeOnly))
	}
}

// lateness says that a live list is behind.
func lateness(late time.Duration) Notice {
	return Notice{Severity: SeverityInfo, Text: fmt.Sprintf("Tempo does not search the newest %s, so requests appear that much later.", inSeconds(late))}
}

func inSeconds(d time.Duration) string { return count(int(d/time.Second), "second") }

// forgetUnsearched replaces what was counted in buckets of time that were not
// searched, or not all.
func forgetUnsearched(r *Result, m Measurement) {
	for _, in := range []TimeRange{r.Loki.Searched, r.Tempo.Searched} {
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
