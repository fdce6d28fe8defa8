package journey

import (
	"fmt"
	"time"
)

// Metric is a number over many journeys.
type Metric string

// The metrics; the names are a public contract.
const (
	MetricCount      Metric = "count"      // journeys, by verdict
	MetricErrorShare Metric = "errorShare" // share of journeys that failed, 0 to 1
	MetricP95        Metric = "p95"        // 95th percentile of the journeys' durations, ms
	MetricFindings   Metric = "findings"   // findings, by code
)

// Metrics are all of them.
func Metrics() []Metric {
	return []Metric{MetricCount, MetricErrorShare, MetricP95, MetricFindings}
}

// MetricQuery says what of the found journeys is counted.
type MetricQuery struct {
	Metric Metric
	// ByService makes a series for each service that takes requests.
	ByService bool
	// Step is the width of a bucket of time; 0 makes one bucket of the whole range.
	Step time.Duration
}

// Measurement is a metric over the journeys of a result.
type Measurement struct {
	MetricQuery
	Starts   []time.Time // when each bucket begins
	Series   []Series    // sorted by their labels
	Coverage Coverage    // which of the matching requests are counted
}

// Series are the values of a metric for one set of labels.
type Series struct {
	Labels Labels
	Values []float64 // one for each bucket; NaN where nothing is known
}

// Coverage says which of the requests that match a number is about: the newest
// ones, where a limit left out others.
type Coverage struct {
	Requests int       // that are counted
	Of       int       // how many match; 0 when not known
	AtLeast  bool      // more than Of may match
	Since    time.Time // when the oldest counted request began; zero when all are counted

	Gaps   bool   // some of the newest could not be fetched
	Advice string // how to cover all; one sentence
}

// IsPart says that requests were left out.
func (c Coverage) IsPart() bool { return !c.Since.IsZero() }

// Brief is the coverage in a few words, for where a number stands.
func (c Coverage) Brief() string {
	brief := fmt.Sprint(c.Requests)
	if !c.Gaps {
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
	if c.Gaps {
		the = ""
	}
	if c.Of == 0 {
		more = "; more may match"
	}
	since := c.Since.UTC().Format("2006-01-02 15:04:05")
	return Notice{Code: NoticeCoverage, Severity: SeverityWarning, Text: fmt.Sprintf("Covers %s%s matching requests, since %s UTC%s. %s", the, c.Brief(), since, more, c.Advice)}
}
