package faults

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/tests/harness/ask"
	"github.com/requestjourney/requestjourney/tests/harness/host"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
)

// outcome is how much of an answer the user gets.
type outcome string

const (
	whole     outcome = "whole"     // nothing is missing, and nothing is said
	partial   outcome = "partial"   // what there is, and word of what is missing
	hinted    outcome = "hinted"    // what there is, and where more might be
	unmatched outcome = "unmatched" // no request matches, and word of it
	failed    outcome = "error"
)

// seen is an answer as the user sees it.
type seen struct {
	status       int
	err          string
	verdict      string
	notices      []string
	findings     []string // codes
	journeys     int
	spans, lines int
}

// lost bounds the wait for an answer that does not keep to its budget.
const lost = 5 * time.Minute

// questions are asked of each fault: by ID, by both servers' languages, and by
// the failing server's alone.
func (r *rig) questions(server string) map[string]any {
	alone := map[string]any{"queryType": "search", "frames": []string{"journeys", "findings"}, "logql": `{namespace="bookinfo"}`}
	if server == "Tempo" {
		delete(alone, "logql")
		alone["traceql"] = "{ }"
	}
	return map[string]any{
		"journey": map[string]any{"queryType": "journey", "frames": []string{"journeys", "findings"}, "traceId": r.normal().TraceID.String()},
		"both":    map[string]any{"queryType": "search", "frames": []string{"journeys", "findings"}, "logql": `{namespace="bookinfo"}`, "traceql": "{ }"},
		"alone":   alone,
	}
}

// normal is a request of which all that there can be was sent.
func (r *rig) normal() *mesh.Request {
	i := slices.IndexFunc(r.requests, func(q *mesh.Request) bool { return q.Scenario == mesh.ScenarioNormal })
	return r.requests[i]
}

// look asks one question, and fails when the answer does not come.
func (r *rig) look(t *testing.T, source host.Source, question any) seen {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), lost)
	defer cancel()
	res, err := r.plugin.Query(ctx, source, host.Caller{Login: "ada"}, r.in, map[string]any{"A": question})
	if err != nil {
		t.Errorf("no answer: %v", err)
		return seen{}
	}
	return seenIn(res.Responses["A"])
}

func seenIn(res backend.DataResponse) (s seen) {
	s.status = int(res.Status)
	if res.Error != nil {
		s.err = res.Error.Error()
	}
	for _, f := range res.Frames {
		s.read(f)
	}
	return s
}

func (s *seen) read(f *data.Frame) {
	var custom struct{ Verdict string }
	raw, _ := json.Marshal(f.Meta.Custom)
	_ = json.Unmarshal(raw, &custom)
	s.verdict = custom.Verdict
	for _, n := range f.Meta.Notices {
		if !slices.Contains(s.notices, n.Text) {
			s.notices = append(s.notices, n.Text)
		}
	}
	for _, row := range ask.Rows(f) {
		switch f.Name {
		case "journeys":
			s.journeys++
			s.spans += int(row.Number("spans"))
			s.lines += int(row.Number("logs"))
		case "findings":
			if code := row.Text("code"); !slices.Contains(s.findings, code) {
				s.findings = append(s.findings, code)
			}
		}
	}
	slices.Sort(s.findings)
}

// outcome compares the answer with that of servers without a fault. An answer
// that lacks something and does not say so is none of the outcomes.
func (s seen) outcome(base seen) outcome {
	lacks := s.spans != base.spans || s.lines != base.lines || s.verdict != base.verdict
	switch {
	case s.err != "" && s.journeys == 0:
		return failed
	case s.err != "":
		return "error with data"
	case !lacks && len(s.notices) == len(base.notices):
		return whole
	case s.journeys == 0 && len(s.notices) > 0:
		return unmatched
	case s.verdict != "complete" && s.spans+s.lines > 0 && (len(s.notices) > 0 || !slices.Equal(s.findings, base.findings)):
		return partial
	case s.verdict == "complete" && s.spans+s.lines > 0 && len(s.notices) > 0:
		return hinted
	}
	return "looks whole and is not"
}

// said is all that the user reads of the fault.
func (s seen) said() []string {
	if s.err != "" {
		return append(slices.Clone(s.notices), s.err)
	}
	return s.notices
}
