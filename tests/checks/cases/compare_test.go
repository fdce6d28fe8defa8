package cases

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// given is an answer about two spans and a line, as frames.
func given(s *sent) map[string]*data.Frame {
	texts := func(name string, values ...string) *data.Field { return data.NewField(name, nil, values) }
	numbers := func(name string, values ...float64) *data.Field { return data.NewField(name, nil, values) }
	frames := map[string]*data.Frame{}
	add := func(name string, fields ...*data.Field) { frames[name] = data.NewFrame(name, fields...) }
	add("journeys", texts("traceID", s.trace(1)), texts("verdict", "complete"), texts("service", "shop"))
	add("nodes", texts("id", "a/shop", "pay"), texts("title", "shop", "pay"), texts("detail__kind", "service", "ghost"), numbers("detail__spans", 2, 0))
	add("edges", texts("source", "a/shop"), texts("target", "pay"), texts("detail__kind", "call"), numbers("detail__calls", 1), numbers("detail__errors", 0))
	add("findings", texts("code", "retry"), texts("node", "a/shop"), texts("severity", "warning"), texts("message", "Tried twice."), texts("advice", "See why."))
	add("trace", texts("spanID", s.id("1"), s.id("2")))
	add("steps", texts("kind", "span", "log"), texts("spanID", s.id("1"), s.id("1")), texts("node", "a/shop", "a/shop"), texts("body", "", "hello"),
		texts("placement", "", "span"), numbers("offset", 5, 7), numbers("critical", 5, 0))
	return frames
}

func TestCompare(t *testing.T) {
	for name, tc := range map[string]struct {
		want   string
		faults []string
	}{
		"as wanted": {`{"nodes": [{"id": "shop", "kind": "service", "spans": 2}], "noNodes": [{"id": "bank"}], "edges": [{"from": "shop", "to": "pay", "calls": 1}],
			"findings": [{"code": "re*", "node": "shop", "severity": ["error", "warning"], "text": "twice", "without": "thrice"}], "verdict": "complete", "spans": 2,
			"journey": {"service": "shop"}, "critical": {"1": [5, 0]}, "offsets": {"1": [4, 1]}, "placed": {"0": {"node": "shop", "span": "1", "after": [2, 0]}}}`, nil},
		"a verdict":    {`{"verdict": "partial"}`, []string{`the verdict is "complete", wanted is "partial"`}},
		"a field":      {`{"journey": {"service": "pay"}}`, []string{`the journey's service is "shop", wanted is "pay"`}},
		"spans":        {`{"spans": 3}`, []string{"the trace has 2 spans, wanted are 3"}},
		"a line":       {`{"noLines": [0]}`, []string{`line 0 is in the journey, joined by ""`}},
		"a lost line":  {`{"placed": {"1": {"node": "shop"}}}`, []string{"line 1 is missing"}},
		"another span": {`{"placed": {"0": {"node": "pay", "placement": "time"}}}`, []string{`the node of line 0 is "a/shop", wanted is "pay"`, `the placement of line 0 is "span", wanted is "time"`}},
		"a moved line": {`{"placed": {"0": {"after": [5, 1]}}}`, []string{"the offset of line 0 is 2 ms, wanted is 5 ± 1"}},
		"a start":      {`{"offsets": {"1": [9, 1]}}`, []string{"offset of span 1 is 5 ms, wanted is 9 ± 1"}},
	} {
		t.Run(name, func(t *testing.T) { compareGiven(t, tc.want, tc.faults) })
	}
}

func compareGiven(t *testing.T, wanted string, faults []string) {
	t.Helper()
	s, err := prepare(json.RawMessage(`{"lines": [{"line": "hello"}, {"line": "lost"}]}`), time.Unix(1000, 0))
	if err != nil {
		t.Fatal(err)
	}
	var w want
	if err := json.Unmarshal([]byte(wanted), &w); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(faults, s.compare(given(s), &w, 1)); diff != "" {
		t.Error(diff)
	}
}

// TestCompareCounts holds that what is in the graph and in the findings is counted.
func TestCompareCounts(t *testing.T) {
	for wanted, faults := range map[string]int{
		`{"nodes": [{"id": "*", "count": 2}, {"id": "*", "count": "some"}, {"id": "bank", "count": 0}]}`: 0,
		`{"nodes": [{"id": "*"}, {"id": "bank"}, {"id": "pay", "kind": "service"}]}`:                     3,
		`{"noNodes": [{"id": "pay"}], "noEdges": [{"from": "shop", "to": "*"}]}`:                         2,
		`{"edges": [{"from": "pay", "to": "shop"}, {"from": "shop", "to": "pay", "errors": 1}]}`:         2,
		`{"findings": [{"code": "retry", "node": "pay"}, {"code": "retry", "without": "twice"}]}`:        2,
		`{"noFindings": [{"code": "retry"}]}`:                                                            1,
	} {
		s, err := prepare(json.RawMessage(`{}`), time.Unix(1000, 0))
		if err != nil {
			t.Fatal(err)
		}
		var w want
		if err := json.Unmarshal([]byte(wanted), &w); err != nil {
			t.Fatal(err)
		}
		if got := s.compare(given(s), &w, 1); len(got) != faults {
			t.Errorf("%s: %d faults are wanted, got %q", wanted, faults, got)
		}
	}
}

func TestTokens(t *testing.T) {
	s, err := prepare(json.RawMessage(`{"name": "$T $T64 $S1 $D1 $S1 $I40 $L40", "spans": [{"id": "1", "start": 0, "end": 1000}]}`), time.Unix(1061, 0))
	if err != nil {
		t.Fatal(err)
	}
	id := s.id("1")
	want := s.trace(1) + " " + s.trace(1)[16:] + " " + id + " " + s.value('D', "1") + " " + id + " 1970-01-01T00:16:40.040Z 01/Jan/1970:00:16:40 +0000"
	if s.Name != want {
		t.Errorf("got %q, wanted is %q", s.Name, want)
	}
}
