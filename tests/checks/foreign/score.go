package foreign

import (
	"fmt"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/tests/harness/ask"
)

// Score is how right the answers were.
type Score struct {
	Requests int
	Lines    int // that carry a trace ID
	Found    int // of them, in the journey of their trace
	Service  int // of those found, on the service of the program that wrote them
	WithSpan int // of those found, that carry the ID of a span that Tempo has
	Span     int // of them, on that span
	Strange  int // lines in journeys of other traces

	Findings map[string]Tally // by code
	Faults   map[fault]Tally  // by what was planted, in requests
	Wrong    []string         // what is not as it should be
}

// Tally counts of what there was how much was as it should be.
type Tally struct{ All, Right int }

func (t Tally) plus(right bool) Tally {
	t.All++
	if right {
		t.Right++
	}
	return t
}

// The shares that must be right.
const (
	leastService = 0.995
	leastSpan    = 0.98
)

func share(part, whole int) float64 { return float64(part) / float64(max(1, whole)) }

// Good says that everything is as promised.
func (s *Score) Good() bool {
	all := func(tallies ...Tally) bool {
		return !slices.ContainsFunc(tallies, func(t Tally) bool { return t.Right < t.All })
	}
	return s.Found == s.Lines && s.Strange == 0 && share(s.Service, s.Found) >= leastService && share(s.Span, s.WithSpan) >= leastSpan &&
		all(values(s.Findings)...) && all(values(s.Faults)...)
}

func values[K comparable](of map[K]Tally) (all []Tally) {
	for _, t := range of {
		all = append(all, t)
	}
	return all
}

func (s *Score) wrong(format string, args ...any) {
	s.Wrong = append(s.Wrong, fmt.Sprintf(format, args...))
}

// judge asks for every trace of every request, and compares.
func judge(t *truth, ask func(traceID string) (*answer, error)) (*Score, error) {
	s := &Score{Findings: map[string]Tally{}, Faults: map[fault]Tally{}}
	asked := map[string]bool{}
	for _, r := range t.requests {
		s.Requests++
		found, stored := false, 0
		for _, id := range r.traces(t.lines) {
			asked[id] = true
			got, err := ask(id)
			if err != nil {
				return nil, err
			}
			of := &evidence{request: r, traceID: id, lines: linesOf(t.lines, id), stored: got.stored}
			s.compareLines(of, got.lines)
			found = s.compareFindings(of, got.findings) || found
			stored += len(got.stored)
		}
		// Head sampling shows only in requests that it left out.
		if r.fault != none && (r.fault != sampling || stored == 0) {
			s.countFault(r, found)
		}
	}
	s.countLost(t.lines, asked)
	return s, nil
}

// countFault counts a request with something planted in it.
func (s *Score) countFault(r request, found bool) {
	s.Faults[r.fault] = s.Faults[r.fault].plus(found)
	if !found {
		s.wrong("%s: %s on %s was not found", r.mark, r.fault, r.path)
	}
}

// countLost counts lines whose trace no request has.
func (s *Score) countLost(lines []line, asked map[string]bool) {
	for _, l := range lines {
		if l.traceID != "" && !asked[l.traceID] {
			s.Lines++
			s.wrong("a line of %s belongs to no request: %s", l.from.pod, l.body)
		}
	}
}

func linesOf(lines []line, traceID string) (of []line) {
	for _, l := range lines {
		if l.traceID == traceID {
			of = append(of, l)
		}
	}
	return of
}

func key(at time.Time, body string) string { return fmt.Sprint(at.UnixNano(), " ", body) }

func (s *Score) compareLines(of *evidence, rows []ask.Row) {
	got := map[string]ask.Row{}
	for _, r := range rows {
		got[key(r.Time("timestamp"), r.Text("body"))] = r
	}
	for _, l := range of.lines {
		s.Lines++
		k := key(l.at, l.body)
		row, found := got[k]
		delete(got, k)
		if !found {
			s.wrong("%s: a line of %s is lost: %s", of.traceID, l.from.pod, l.body)
			continue
		}
		s.Found++
		s.compareLine(of, l, row)
	}
	s.Strange += len(got)
	for k := range got {
		s.wrong("%s: a line of another trace is in the journey: %s", of.traceID, k)
	}
}

func (s *Score) compareLine(of *evidence, l line, row ask.Row) {
	if l.from.sendsAs(row.Text("node")) {
		s.Service++
	} else {
		s.wrong("%s: a line of %s is on %s: %s", of.traceID, l.from.pod, row.Text("node"), l.body)
	}
	if !of.stored[l.spanID] {
		return
	}
	s.WithSpan++
	if row.Text("spanID") == l.spanID {
		s.Span++
	} else {
		s.wrong("%s: a line of %s is on span %q: %s", of.traceID, l.from.pod, row.Text("spanID"), l.body)
	}
}

// compareFindings says whether a true finding is about the planted fault.
func (s *Score) compareFindings(of *evidence, rows []ask.Row) (found bool) {
	for _, row := range rows {
		f := finding{row.Text("code"), row.Text("node"), row.Text("severity"), row.Text("message")}
		right := of.confirms(f)
		s.Findings[f.code] = s.Findings[f.code].plus(right)
		if !right {
			s.wrong("%s: %s on %s: %s: untrue of %q", of.traceID, f.code, f.node, f.message, of.request.fault)
		}
		found = found || right && slices.Contains(shows[of.request.fault], f.code)
	}
	return found
}
