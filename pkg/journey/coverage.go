package journey

import (
	"fmt"
	"slices"
	"time"
)

// Coverage says which of the requests that match a number is about: the newest
// ones, where a limit left out others.
type Coverage struct {
	Requests int       // that are counted
	Of       int       // how many match; 0 when not known
	AtLeast  bool      // more than Of may match
	Since    time.Time // when the oldest counted request began; zero when all are counted

	gaps   bool // some of the newest could not be fetched
	advice string
}

// IsPart says that requests were left out.
func (c Coverage) IsPart() bool { return !c.Since.IsZero() }

// Brief is the coverage in a few words, for where a number stands.
func (c Coverage) Brief() string {
	brief := fmt.Sprint(c.Requests)
	if !c.gaps {
		brief = "newest " + brief
	}
	switch {
	case c.Of == 0:
		return brief
	case c.AtLeast:
		return fmt.Sprintf("%s of at least %d", brief, c.Of)
	}
	return fmt.Sprintf("%s of %d", brief, c.Of)
}

// Notice says what a number that leaves out requests covers, and how to cover all.
func (c Coverage) Notice() Notice {
	the, more := "the ", ""
	if c.gaps {
		the = ""
	}
	if c.Of == 0 {
		more = "; more may match"
	}
	since := c.Since.UTC().Format("2006-01-02 15:04:05")
	return Notice{SeverityWarning, fmt.Sprintf("Covers %s%s matching requests, since %s UTC%s. %s", the, c.Brief(), since, more, c.advice)}
}

// Coverage says which requests Measure counts.
func (r *Result) Coverage(q MetricQuery) Coverage {
	_, c := r.covered(q)
	return c
}

// covered are the journeys that a metric counts, in order of start. Of an answer
// that was cut these are all since the oldest one; metrics that read log lines
// leave out the requests whose lines were not all fetched. The newest always counts.
func (r *Result) covered(q MetricQuery) ([]*Journey, Coverage) {
	js := slices.Clone(r.Journeys)
	slices.SortStableFunc(js, func(a, b *Journey) int { return a.Start.Compare(b.Start) })
	if len(js) == 0 {
		return nil, Coverage{}
	}
	c := Coverage{advice: "Narrow the query or the time range to cover all.", gaps: r.spansErr != nil}
	if r.isCut() {
		c.Since = js[0].Start
		if r.Query.Limit < r.Limits.Journeys {
			c.advice = "Raise the limit, or narrow the query or the time range, to cover all."
		}
	}
	if newest := js[len(js)-1].Start; q.Metric.readsLines() && js[0].Start.Before(r.linesCut) {
		at := slices.IndexFunc(js, func(j *Journey) bool { return !j.Start.Before(r.linesCut) || !j.Start.Before(newest) })
		js, c.Since = js[at:], js[at].Start
	}
	c.Requests = len(js)
	c.Of, c.AtLeast = r.matching()
	return js, c
}

// readsLines says that the log lines of a request matter to a metric, not only
// its spans.
func (m Metric) readsLines() bool { return m == MetricCount || m == MetricFindings }

// matching is how many requests match, 0 when that is not known.
func (r *Result) matching() (of int, atLeast bool) {
	isCut := r.hitsCut || r.Tempo.Cut != ""
	if r.sighted > len(r.Journeys) {
		return r.sighted, isCut
	}
	if isCut {
		return 0, true
	}
	return len(r.Journeys), false
}

// isCut says that more requests matched than were returned.
func (r *Result) isCut() bool {
	return r.sighted > len(r.Journeys) || r.Tempo.Cut != "" || r.hitsCut
}
