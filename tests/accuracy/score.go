package accuracy

import (
	"fmt"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/tests/ask"
	"github.com/requestjourney/requestjourney/tests/mesh"
)

// Score is how right the answers about a mesh were.
type Score struct {
	Kind     mesh.Kind
	Requests int
	Lines    int // sent
	WithID   int // of them, that name their trace
	Placed   map[journey.Placement]int
	// Right lines are on the span that they belong to, or on their service when
	// nothing tells the span; Lost ones are in no journey; Foreign ones are in a
	// journey though they name no trace, or another.
	Right, Wrong, WrongService, Lost, Foreign int

	Expected, Raised, Missing, Extra int // findings
	// Faults tell what is not as it should be, a sentence each.
	Faults []string
}

// share of the lines with an ID that are right.
func (s *Score) share() float64 { return float64(s.Right) / float64(max(1, s.WithID)) }

// leastRight is the share of lines that must be right.
const leastRight = 0.995

// Good says that the mesh is read as well as promised.
func (s *Score) Good() bool {
	return s.share() >= leastRight && s.WrongService+s.Lost+s.Foreign+s.Missing+s.Extra == 0
}

func (s *Score) fault(format string, args ...any) {
	s.Faults = append(s.Faults, fmt.Sprintf(format, args...))
}

// compare adds what was answered about some requests.
func (s *Score) compare(requests []*mesh.Request, frames map[string]*data.Frame) {
	s.compareLines(requests, ask.Rows(frames["logs"]))
	s.compareFindings(requests, ask.Rows(frames["findings"]))
}

// lineKey tells the lines of a tenant apart.
func lineKey(at int64, body string) string { return fmt.Sprint(at, " ", body) }

func (s *Score) compareLines(requests []*mesh.Request, rows []ask.Row) {
	if s.Placed == nil {
		s.Placed = make(map[journey.Placement]int)
	}
	got := make(map[string]ask.Row, len(rows))
	for _, r := range rows {
		got[lineKey(r.Time("timestamp").UnixNano(), r.Text("body"))] = r
		s.Placed[journey.Placement(r.Text("placement"))]++
	}
	for _, q := range requests {
		s.Requests++
		s.Lines += len(q.Lines) + len(q.Unrelated)
		s.WithID += len(q.Lines)
		sent := spansOf(q)
		for i := range q.Lines {
			key := lineKey(q.Lines[i].Time.UnixNano(), q.Lines[i].Body)
			row, found := got[key]
			delete(got, key)
			s.compareLine(q, &q.Lines[i], sent, row, found)
		}
	}
	s.Foreign += len(got)
	for key := range got {
		s.fault("a line that names no trace, or not this one, is in a journey: %s", key)
	}
}

// spansOf are the spans that were sent, and their services.
func spansOf(q *mesh.Request) map[journey.SpanID]string {
	spans := make(map[journey.SpanID]string, len(q.Spans))
	for i := range q.Spans {
		spans[q.Spans[i].ID] = q.Spans[i].Service
	}
	return spans
}

func (s *Score) compareLine(q *mesh.Request, l *mesh.Line, sent map[journey.SpanID]string, row ask.Row, found bool) {
	switch _, hasSpan := sent[l.SpanID]; {
	case !found || row.Text("traceID") != q.TraceID.String():
		s.Lost++
		s.fault("%s: lost: %s", q.Scenario, l.Body)
	case row.Text("node") != l.Service:
		s.Wrong++
		s.WrongService++
		s.fault("%s: on the service %q by %s, want %q: %s", q.Scenario, row.Text("node"), row.Text("placement"), l.Service, l.Body)
	case hasSpan && row.Text("spanID") != l.SpanID.String():
		s.Wrong++
		s.fault("%s: on the span %s of %s by %s, want %s: %s", q.Scenario, row.Text("spanID"), l.Service, row.Text("placement"), l.SpanID, l.Body)
	default:
		s.Right++
	}
}

func (s *Score) compareFindings(requests []*mesh.Request, rows []ask.Row) {
	raised := make(map[string][]mesh.Finding)
	for _, r := range rows {
		id := r.Text("traceID")
		raised[id] = append(raised[id], mesh.Finding{Code: journey.FindingCode(r.Text("code")), Node: r.Text("node")})
	}
	s.Raised += len(rows)
	for _, q := range requests {
		rest := raised[q.TraceID.String()]
		for _, want := range q.Findings {
			s.Expected++
			at := slices.Index(rest, want)
			if at < 0 {
				s.Missing++
				s.fault("%s: the finding %s on %q is missing in %s", q.Scenario, want.Code, want.Node, q.TraceID)
				continue
			}
			rest = slices.Delete(rest, at, at+1)
		}
		s.Extra += len(rest)
		for _, f := range rest {
			s.fault("%s: the finding %s on %q is wrong in %s", q.Scenario, f.Code, f.Node, q.TraceID)
		}
	}
}
