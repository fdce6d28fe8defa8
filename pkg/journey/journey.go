// Package journey holds the words of the domain and its contracts: a request as a
// journey of spans and log lines, what is asked and answered, and the sources that
// logs and traces come from. It imports no Grafana, Loki or Tempo code.
package journey

import (
	"slices"
	"time"
)

// Journey is all that is known of one request.
type Journey struct {
	TraceID TraceID
	Depth   Depth // how much was fetched of it
	// Start and End enclose every span, and every line if there is no span.
	Start, End time.Time
	// Spans are normalised and in order of start; Lines are in time order and
	// each knows its hop.
	Spans    []*Span
	Lines    []*PlacedLine
	Graph    Graph
	Findings []Finding
	Verdict  Verdict

	Calls []*Call // between its services
	// Connections carried its calls through Istio's ambient mode. Nil when nobody searched
	// them. Nothing counts their lines.
	Connections []*Connection
	Adjustments []Adjustment // what was changed about the spans
	// Nearby are lines that carry no ID and were written by the journey's pods at its
	// time, in time order. They are only shown: nothing counts them. Nil when nobody
	// asked for them.
	Nearby []*PlacedLine
}

// Duration from the first span's start to the last span's end.
func (j *Journey) Duration() time.Duration { return j.End.Sub(j.Start) }

// Root is the earliest span without a parent in the journey, nil when there
// are no spans.
func (j *Journey) Root() *Span {
	for _, s := range j.Spans {
		if s.Parent == nil {
			return s
		}
	}
	return nil
}

// Step is one row of a journey: a span or a log line, never both.
type Step struct {
	Time time.Time
	Span *Span
	Line *PlacedLine
}

// AllLines are Lines and Nearby in time order.
func (j *Journey) AllLines() []*PlacedLine {
	if len(j.Nearby) == 0 {
		return j.Lines
	}
	all := slices.Concat(j.Lines, j.Nearby)
	slices.SortStableFunc(all, func(a, b *PlacedLine) int { return a.Time.Compare(b.Time) })
	return all
}

// Steps merges spans (at their start) and lines in time order; at equal times
// spans come first. Lines about possible connections are no steps: they may be written
// long after the request.
func (j *Journey) Steps() []Step {
	spans, lines := j.Spans, j.WithConnections(j.AllLines(), isCertain)
	steps := make([]Step, 0, len(spans)+len(lines))
	for len(spans)+len(lines) > 0 {
		if len(lines) == 0 || len(spans) > 0 && !spans[0].Start.After(lines[0].Time) {
			steps = append(steps, Step{Time: spans[0].Start, Span: spans[0]})
			spans = spans[1:]
			continue
		}
		steps = append(steps, Step{Time: lines[0].Time, Line: lines[0]})
		lines = lines[1:]
	}
	return steps
}

// Verdict says how whole a journey is.
type Verdict string

// The verdicts.
const (
	VerdictComplete   Verdict = "complete"    // nothing is known to be missing
	VerdictPartial    Verdict = "partial"     // spans or lines are missing, or may still be arriving, or a source failed
	VerdictLogsOnly   Verdict = "logs-only"   // lines carry the ID, but there are no spans
	VerdictSampledOut Verdict = "sampled-out" // the lines say that no spans were to be kept
	VerdictNotFound   Verdict = "not-found"   // neither Tempo nor Loki knows it
	VerdictTruncated  Verdict = "truncated"   // a limit left out some of this request; of a limit on a whole search a notice says so
)

// LastSeen is when the last of the journey's spans ended or its last line was written.
func (j *Journey) LastSeen() time.Time {
	last := j.End
	if n := len(j.Lines); n > 0 && j.Lines[n-1].Time.After(last) {
		last = j.Lines[n-1].Time
	}
	return last
}
