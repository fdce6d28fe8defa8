package journey_test

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// epoch is the start of every journey in these tests.
var epoch = time.Date(2026, 3, 11, 9, 14, 0, 0, time.UTC)

func at(ms int) time.Time { return epoch.Add(time.Duration(ms) * time.Millisecond) }

func traceID(n int) (id journey.TraceID) {
	binary.BigEndian.PutUint64(id[8:], uint64(n))
	return id
}

func spanID(n int) (id journey.SpanID) {
	binary.BigEndian.PutUint64(id[:], uint64(n))
	return id
}

// trace reads a tree of spans, one a line, indented by two blanks below its
// parent: `service kind start end operation [error] [attribute=value …]`, times
// in ms. The spans' IDs count up from 1. A service in brackets is a span whose
// parent is missing; host=… is a resource attribute.
func trace(t *testing.T, id int, tree string) journey.Trace {
	t.Helper()
	tr := journey.Trace{TraceID: traceID(id)}
	var above []journey.SpanID
	rows := strings.Split(strings.Trim(strings.ReplaceAll(tree, "\t", ""), "\n"), "\n")
	for i, row := range rows {
		words := strings.Fields(row)
		depth := (len(row) - len(strings.TrimLeft(row, " "))) / 2
		above = append(above[:depth], spanID(i+1))
		s := journey.Span{TraceID: tr.TraceID, SpanID: spanID(i + 1), Kind: journey.SpanKind(words[1]), Status: journey.StatusUnset}
		s.ServiceName, s.Name = strings.Trim(words[0], "[]"), words[4]
		s.Start = at(number(t, words[2]))
		s.Duration = at(number(t, words[3])).Sub(s.Start)
		for _, word := range words[5:] {
			describe(&s, word)
		}
		if depth > 0 {
			s.ParentID = above[depth-1]
		}
		if words[0] != s.ServiceName {
			s.ParentID = spanID(0xdead)
		}
		tr.Spans = append(tr.Spans, s)
	}
	return tr
}

func describe(s *journey.Span, word string) {
	key, value, isPair := strings.Cut(word, "=")
	switch {
	case !isPair && key == "error":
		s.Status = journey.StatusError
	case key == "host":
		s.Resource = append(s.Resource, journey.Attribute{Key: "host.name", Value: value})
	default:
		s.Attributes = append(s.Attributes, journey.Attribute{Key: key, Value: value})
	}
}

// lines reads log lines, one a row: `time trace span app body`, time in ms, span
// and trace as numbers, 0 for none.
func lines(t *testing.T, rows string) []journey.Line {
	t.Helper()
	if strings.TrimSpace(rows) == "" {
		return nil
	}
	var out []journey.Line
	for _, row := range strings.Split(strings.Trim(rows, "\n\t "), "\n") {
		words := strings.SplitN(strings.TrimSpace(row), " ", 5)
		out = append(out, journey.Line{
			Time: at(number(t, words[0])), Body: words[4],
			Labels:   journey.Labels{{Name: "app", Value: words[3]}},
			Metadata: journey.Labels{{Name: "span", Value: words[2]}, {Name: "trace", Value: words[1]}},
		})
	}
	return out
}

// extract reads the numbers that lines wrote.
func extract(l *journey.Line) journey.TraceContext {
	trace, _ := strconv.Atoi(l.Metadata.Get("trace"))
	span, _ := strconv.Atoi(l.Metadata.Get("span"))
	return journey.TraceContext{TraceID: traceID(trace), SpanID: spanID(span)}
}

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// dump writes a journey as text: verdict, spans, lines, hops and findings.
func dump(j *journey.Journey) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d ms\n", j.Verdict, j.Duration().Milliseconds())
	for _, s := range j.Steps() {
		switch {
		case s.Span != nil:
			fmt.Fprintf(&b, "%4d span %s %s\n", s.Time.Sub(epoch).Milliseconds(), s.Span.Node, s.Span.Name)
		case s.Line.Span != nil:
			fmt.Fprintf(&b, "%4d log  %s by %s on %s: %s\n", s.Time.Sub(epoch).Milliseconds(), s.Line.Node, s.Line.Placement, s.Line.Span.Name, s.Line.Body)
		default:
			fmt.Fprintf(&b, "%4d log  %s by %s: %s\n", s.Time.Sub(epoch).Milliseconds(), s.Line.Node, s.Line.Placement, s.Line.Body)
		}
	}
	for _, h := range j.Graph.Hops {
		fmt.Fprintf(&b, "hop %s: %d calls, %d errors, client %d ms, server %d ms, %d lines\n", h.ID(), h.Calls, h.Errors,
			h.Client.P50.Milliseconds(), h.Server.P50.Milliseconds(), h.Lines)
	}
	for _, f := range j.Findings {
		fmt.Fprintf(&b, "%s %s %s: %s\n", f.Severity, f.Code, f.Node, f.Message)
	}
	return b.String()
}

func wantText(t *testing.T, got, want string) {
	t.Helper()
	unindent := func(s string) string {
		rows := strings.Split(strings.Trim(s, "\n\t "), "\n")
		for i := range rows {
			rows[i] = strings.TrimSpace(rows[i])
		}
		return strings.Join(rows, "\n")
	}
	if unindent(got) != unindent(want) {
		t.Errorf("got\n%s\nwant\n%s", got, unindent(want))
	}
}
