package accuracy

import (
	"fmt"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/tests/harness/ask"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
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

	// Of ztunnel's lines about the requests' own connections: how many were sent, and what
	// was said about lines of ztunnel when the requests were opened.
	Connections Connections

	Findings map[journey.FindingCode]Tally
	// Faults say what is not as it should be.
	Faults []Fault
}

// Tally compares findings of a kind with those that were to be raised.
type Tally struct{ Expected, Raised, Missing, Extra int }

// Plus adds two tallies.
func (t Tally) Plus(o Tally) Tally {
	return Tally{t.Expected + o.Expected, t.Raised + o.Raised, t.Missing + o.Missing, t.Extra + o.Extra}
}

// Fault is something that is not as it should be, and its first example.
type Fault struct {
	What      string
	Times     int
	Scenarios []mesh.Scenario
	Example   string // a line, or a trace ID
}

func (f Fault) String() string {
	return fmt.Sprintf("%d× %s (%q), such as %s", f.Times, f.What, f.Scenarios, f.Example)
}

// share of the lines with an ID that are right.
func (s *Score) share() float64 { return float64(s.Right) / float64(max(1, s.WithID)) }

// leastRight is the share of lines that must be right.
const leastRight = 0.995

// Good says that the mesh is read as well as promised.
func (s *Score) Good() bool {
	found := s.findings()
	return s.share() >= leastRight && s.Connections.good() && s.WrongService+s.Lost+s.Foreign+found.Missing+found.Extra == 0
}

// findings of all codes.
func (s *Score) findings() (all Tally) {
	for _, t := range s.Findings {
		all = all.Plus(t)
	}
	return all
}

func (s *Score) count(code journey.FindingCode, t Tally) {
	if s.Findings == nil {
		s.Findings = make(map[journey.FindingCode]Tally)
	}
	s.Findings[code] = s.Findings[code].Plus(t)
}

func (s *Score) fault(scenario mesh.Scenario, example, format string, args ...any) {
	what := fmt.Sprintf(format, args...)
	at := slices.IndexFunc(s.Faults, func(f Fault) bool { return f.What == what })
	if at < 0 {
		at = len(s.Faults)
		s.Faults = append(s.Faults, Fault{What: what, Example: example})
	}
	f := &s.Faults[at]
	f.Times++
	if !slices.Contains(f.Scenarios, scenario) {
		f.Scenarios = append(f.Scenarios, scenario)
	}
}

// compare adds what was answered about some requests.
func (s *Score) compare(requests []*mesh.Request, frames map[string]*data.Frame, opened []map[string]*data.Frame) {
	found := ask.Rows(frames["findings"])
	logs := make(map[*mesh.Request][]ask.Row)
	for i := range opened {
		logs[requests[i]] = ask.Rows(opened[i]["logs"])
		s.compareConnections(requests[i], logs[requests[i]])
		found = append(found, ofConnections(ask.Rows(opened[i]["findings"]))...)
	}
	s.compareLines(requests, ask.Rows(frames["logs"]))
	s.compareFindings(requests, found, logs)
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
		s.fault("", key, "a line that names no trace is in a journey")
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
		s.fault(q.Scenario, l.Body, "a line of %s is lost", l.Service)
	case row.Text("node") != l.Service:
		s.Wrong++
		s.WrongService++
		s.fault(q.Scenario, l.Body, "a line of %s is on %s by %s", l.Service, row.Text("node"), row.Text("placement"))
	case hasSpan && row.Text("spanID") != l.SpanID.String():
		s.Wrong++
		s.fault(q.Scenario, l.Body, "a line of %s is by %s on %s instead of %s", l.Service, row.Text("placement"),
			nameOf(q, row.Text("spanID")), nameOf(q, l.SpanID.String()))
	default:
		s.Right++
	}
}

// nameOf is a span for people.
func nameOf(q *mesh.Request, id string) string {
	for i := range q.Spans {
		if span := &q.Spans[i]; span.ID.String() == id {
			return fmt.Sprintf("%s span %q of %s", span.Kind, span.Name, span.Service)
		}
	}
	return "no span"
}

func (s *Score) compareFindings(requests []*mesh.Request, rows []ask.Row, logs map[*mesh.Request][]ask.Row) {
	raised := make(map[string][]mesh.Finding)
	for _, r := range rows {
		id, f := r.Text("traceID"), mesh.Finding{Code: journey.FindingCode(r.Text("code")), Node: r.Text("node")}
		raised[id] = append(raised[id], f)
		s.count(f.Code, Tally{Raised: 1})
	}
	for _, q := range requests {
		rest := raised[q.TraceID.String()]
		for _, want := range expectedOf(q, rest, logs[q]) {
			s.count(want.Code, Tally{Expected: 1})
			at := slices.Index(rest, want)
			if at < 0 {
				s.count(want.Code, Tally{Missing: 1})
				s.fault(q.Scenario, q.TraceID.String(), "the finding %s on %q is missing", want.Code, want.Node)
				continue
			}
			rest = slices.Delete(rest, at, at+1)
		}
		for _, f := range rest {
			s.count(f.Code, Tally{Extra: 1})
			s.fault(q.Scenario, q.TraceID.String(), "the finding %s on %q is wrong", f.Code, f.Node)
		}
	}
}
