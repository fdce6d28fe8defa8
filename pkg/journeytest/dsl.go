// Package journeytest writes traces and log lines for tests as short tables, and
// journeys as text.
package journeytest

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Epoch is the start of every journey in these tests.
var Epoch = time.Date(2026, 3, 11, 9, 14, 0, 0, time.UTC)

func At(ms int) time.Time { return Epoch.Add(time.Duration(ms) * time.Millisecond) }

func TraceID(n int) (id journey.TraceID) {
	binary.BigEndian.PutUint64(id[8:], uint64(n))
	return id
}

func SpanID(n int) (id journey.SpanID) {
	binary.BigEndian.PutUint64(id[:], uint64(n))
	return id
}

// Trace reads a tree of spans, one a line, indented by two blanks below its
// parent: `service kind start end operation [error] [attribute=value …]`, times
// in ms. The spans' IDs count up from 1. A service in brackets is a span whose
// parent is missing; host=… is a resource attribute.
func Trace(t *testing.T, id int, tree string) journey.Trace {
	t.Helper()
	tr := journey.Trace{TraceID: TraceID(id)}
	var above []journey.SpanID
	rows := strings.Split(strings.Trim(strings.ReplaceAll(tree, "\t", ""), "\n"), "\n")
	for i, row := range rows {
		words := strings.Fields(row)
		depth := (len(row) - len(strings.TrimLeft(row, " "))) / 2
		above = append(above[:depth], SpanID(i+1))
		s := journey.Span{TraceID: tr.TraceID, SpanID: SpanID(i + 1), Kind: journey.SpanKind(words[1]), Status: journey.StatusUnset}
		s.ServiceName, s.Name = strings.Trim(words[0], "[]"), words[4]
		s.Start = At(Number(t, words[2]))
		s.Duration = At(Number(t, words[3])).Sub(s.Start)
		for _, word := range words[5:] {
			describe(&s, word)
		}
		if depth > 0 {
			s.ParentID = above[depth-1]
		}
		if words[0] != s.ServiceName {
			s.ParentID = SpanID(0xdead)
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

// Lines reads log lines, one a row: `time trace span app body`, time in ms, span
// and trace as numbers, 0 for none.
func Lines(t *testing.T, rows string) []journey.Line {
	t.Helper()
	if strings.TrimSpace(rows) == "" {
		return nil
	}
	var out []journey.Line
	for _, row := range strings.Split(strings.Trim(rows, "\n\t "), "\n") {
		words := strings.SplitN(strings.TrimSpace(row), " ", 5)
		out = append(out, journey.Line{
			Time: At(Number(t, words[0])), Body: words[4],
			Labels:   journey.Labels{{Name: "app", Value: words[3]}},
			Metadata: journey.Labels{{Name: "span", Value: words[2]}, {Name: "trace", Value: words[1]}},
		})
	}
	return out
}

// Extract reads the numbers that lines wrote.
func Extract(l *journey.Line) journey.TraceContext {
	trace, _ := strconv.Atoi(l.Metadata.Get("trace"))
	span, _ := strconv.Atoi(l.Metadata.Get("span"))
	return journey.TraceContext{TraceID: TraceID(trace), SpanID: SpanID(span)}
}

func Number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Dump writes a journey as text: verdict, spans, lines, hops and findings.
func Dump(j *journey.Journey) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d ms\n", j.Verdict, j.Duration().Milliseconds())
	for _, s := range j.Steps() {
		switch {
		case s.Span != nil:
			fmt.Fprintf(&b, "%4d span %s %s\n", s.Time.Sub(Epoch).Milliseconds(), s.Span.Node, s.Span.Name)
		case s.Line.Span != nil:
			fmt.Fprintf(&b, "%4d log  %s by %s on %s: %s\n", s.Time.Sub(Epoch).Milliseconds(), s.Line.Node, s.Line.Placement, s.Line.Span.Name, s.Line.Body)
		default:
			fmt.Fprintf(&b, "%4d log  %s by %s: %s\n", s.Time.Sub(Epoch).Milliseconds(), s.Line.Node, s.Line.Placement, s.Line.Body)
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

func WantText(t *testing.T, got, want string) {
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
