package demo

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/tests/harness/ask"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// TestJourneysAreTheMeshsTruth holds that what the demo prints is what really
// happened: for each request its services, hops, errors and lines.
func TestJourneysAreTheMeshsTruth(t *testing.T) {
	servers := stack.ForTest(t)
	requests := sent(t, servers)
	asked := askerOf(t, servers)

	found, err := asked(t.Context(), map[string]any{"queryType": "search", "traceql": "{}", "limit": 2 * len(requests), "frames": []string{frames.Journeys, frames.Findings}})
	if err != nil {
		t.Fatal(err)
	}
	rows := make(map[string]ask.Row)
	for _, r := range ask.Rows(found["journeys"]) {
		rows[r.Text("traceID")] = r
	}
	if len(rows) != len(requests) {
		t.Errorf("the search found %d requests of %d", len(rows), len(requests))
	}
	for _, r := range requests {
		id := r.TraceID.String()
		t.Run(string(r.Scenario)+"/"+id, func(t *testing.T) {
			if _, ok := rows[id]; !ok {
				t.Fatal("not found by the search")
			}
			checkRow(t, rows[id], r)
			checkWhole(t, asked, r)
		})
	}
}

// sent is some requests of every scenario, searchable.
func sent(t *testing.T, servers *stack.Stack) []*mesh.Request {
	m := mesh.New(mesh.Options{Seed: 1, Start: time.Now().Add(-10 * time.Minute), Every: 5 * time.Second})
	requests, err := m.SendPast(t.Context(), mesh.On(servers), 80)
	if err != nil {
		t.Fatal(err)
	}
	scenarios := make(map[mesh.Scenario]int)
	for _, r := range requests {
		scenarios[r.Scenario]++
	}
	if len(scenarios) != 5 {
		t.Fatalf("only the scenarios %v came up: the test needs all five", scenarios)
	}
	return requests
}

// askerOf asks the plugin's own code, without the process around it.
func askerOf(t *testing.T, servers *stack.Stack) ask.Asker {
	asked, done, err := ask.Plugin(t.Context(), DataSource(servers).JSONData)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(done)
	return asked
}

func checkRow(t *testing.T, got ask.Row, r *mesh.Request) {
	want := map[string]string{
		"verdict":  "complete",
		"services": fmt.Sprint(len(r.Services)),
		"spans":    fmt.Sprint(len(r.Spans)),
		"logs":     fmt.Sprint(len(r.Lines)),
		"errors":   fmt.Sprint(r.ErrorSpans()),
	}
	for field, value := range want {
		if got.Text(field) != value {
			t.Errorf("%s is %s, want %s", field, got.Text(field), value)
		}
	}
	if failed := r.Status >= 500; failed != (got.Text("status") == "error") {
		t.Errorf("status is %s, but the client got %d", got.Text("status"), r.Status)
	}
}

func checkWhole(t *testing.T, asked ask.Asker, r *mesh.Request) {
	whole, err := asked(t.Context(), map[string]any{"queryType": "journey", "traceId": r.SentTraceID})
	if err != nil {
		t.Fatal(err)
	}
	lines, wantLines := make(map[string]string), make(map[string]string)
	for _, n := range ask.Rows(whole["nodes"]) {
		lines[n.Text("id")] = n.Text("detail__lines")
	}
	for _, service := range r.Services {
		wantLines[service] = fmt.Sprint(len(r.LinesOf(service)))
	}
	if !maps.Equal(lines, wantLines) {
		t.Errorf("services and their lines are %v, want %v", lines, wantLines)
	}
	checkLines(t, ask.Rows(whole["logs"]), r)
	hops, wantHops := make(map[string]string), make(map[string]string)
	for _, e := range ask.Rows(whole["edges"]) {
		hops[e.Text("source")+" to "+e.Text("target")] = e.Text("detail__calls") + " calls, " + e.Text("detail__errors") + " failed"
	}
	for _, h := range r.Hops {
		wantHops[h.Source+" to "+h.Target] = fmt.Sprintf("%d calls, %d failed", h.Calls, h.Errors)
	}
	if !maps.Equal(hops, wantHops) {
		t.Errorf("hops are %v, want %v", hops, wantHops)
	}
}

// checkLines holds that every line is on the span that wrote it.
func checkLines(t *testing.T, got []ask.Row, r *mesh.Request) {
	placed := make(map[string]ask.Row)
	for _, l := range got {
		placed[fmt.Sprint(l.Time("timestamp").UnixNano(), l.Text("body"))] = l
	}
	for _, l := range r.Lines {
		p, ok := placed[fmt.Sprint(l.Time.UnixNano(), l.Body)]
		if !ok {
			t.Errorf("lost: %s", l.Body)
		} else if p.Text("spanID") != l.SpanID.String() {
			t.Errorf("on span %s by %s, want %s: %s", p.Text("spanID"), p.Text("placement"), l.SpanID, l.Body)
		}
	}
}

// TestWhatIsPrinted holds that the terminal shows the failed request.
func TestWhatIsPrinted(t *testing.T) {
	servers := stack.ForTest(t)
	requests := sent(t, servers)
	var out bytes.Buffer
	if err := printJourneys(t.Context(), askerOf(t, servers), &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		requests[len(requests)-1].TraceID.String(), // the newest
		"The newest failed request: ",
		"└ productpage", "└ ratings", "FAILED 1", "/ratings/0 HTTP/1.1\" 503",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the demo does not print %q", want)
		}
	}
	if t.Failed() {
		t.Log(out.String())
	}
}
