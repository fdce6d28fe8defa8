package accuracy

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
)

// truth is a request with a line on a span of shop, a line of pay, which sends
// no spans, and a line that names no trace.
func truth() *mesh.Request {
	at := time.Unix(1000, 0)
	q := &mesh.Request{Unrelated: []mesh.Line{{Time: at, Body: "unrelated"}}}
	q.TraceID = journey.TraceID{15: 1}
	q.Spans = []mesh.Span{{ID: journey.SpanID{7: 1}, Service: "shop"}}
	q.Lines = []mesh.Line{
		{Time: at, Body: "on a span", Service: "shop", SpanID: journey.SpanID{7: 1}},
		{Time: at, Body: "on a ghost", Service: "pay"},
	}
	q.Findings = []mesh.Finding{{Code: journey.FindingPropagationBroken, Node: "pay"}}
	return q
}

// line is a row of the frame of lines: body, span, node.
type line [3]string

var (
	onSpan  = line{"on a span", "0000000000000001", "shop"}
	onGhost = line{"on a ghost", "", "pay"}
)

func TestCompareLines(t *testing.T) {
	for name, tc := range map[string]struct {
		lines []line
		want  Score
	}{
		"all right":     {[]line{onSpan, onGhost}, Score{Right: 2}},
		"one lost":      {[]line{onGhost}, Score{Right: 1, Lost: 1}},
		"another span":  {[]line{{"on a span", "0000000000000002", "shop"}, onGhost}, Score{Right: 1, Wrong: 1}},
		"no span":       {[]line{{"on a span", "", "shop"}, onGhost}, Score{Right: 1, Wrong: 1}},
		"another node":  {[]line{onSpan, {"on a ghost", "", "shop"}}, Score{Right: 1, Wrong: 1, WrongService: 1}},
		"a foreign one": {[]line{onSpan, onGhost, {"unrelated", "", "shop"}}, Score{Right: 2, Foreign: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			var got Score
			got.compare([]*mesh.Request{truth()}, map[string]*data.Frame{"logs": logs(tc.lines), "findings": findings("pay")}, nil)
			counts := Score{Right: got.Right, Wrong: got.Wrong, WrongService: got.WrongService, Lost: got.Lost, Foreign: got.Foreign}
			if diff := cmp.Diff(tc.want, counts); diff != "" {
				t.Error(diff)
			}
			if perfect := got.Right == 2 && got.Foreign == 0; got.Good() != perfect {
				t.Errorf("good is %t: %v", got.Good(), got.Faults)
			}
		})
	}
}

func TestCompareFindings(t *testing.T) {
	for name, tc := range map[string]struct {
		nodes []string
		want  Tally
	}{
		"as expected":  {[]string{"pay"}, Tally{Expected: 1, Raised: 1}},
		"none":         {nil, Tally{Expected: 1, Missing: 1}},
		"another node": {[]string{"shop"}, Tally{Expected: 1, Raised: 1, Missing: 1, Extra: 1}},
		"twice":        {[]string{"pay", "pay"}, Tally{Expected: 1, Raised: 2, Extra: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			var got Score
			got.compare([]*mesh.Request{truth()}, map[string]*data.Frame{"logs": logs([]line{onSpan, onGhost}), "findings": findings(tc.nodes...)}, nil)
			if diff := cmp.Diff(tc.want, got.findings()); diff != "" {
				t.Error(diff)
			}
			if got.Good() != (name == "as expected") {
				t.Errorf("good is %t: %v", got.Good(), got.Faults)
			}
		})
	}
}

func logs(lines []line) *data.Frame {
	var at []time.Time
	columns := make([][]string, 4)
	for _, l := range lines {
		at = append(at, time.Unix(1000, 0))
		for i, value := range append(l[:], truth().TraceID.String()) {
			columns[i] = append(columns[i], value)
		}
	}
	return data.NewFrame("logs", data.NewField("timestamp", nil, at), data.NewField("body", nil, columns[0]),
		data.NewField("spanID", nil, columns[1]), data.NewField("node", nil, columns[2]), data.NewField("traceID", nil, columns[3]))
}

func findings(nodes ...string) *data.Frame {
	var ids, codes []string
	for range nodes {
		ids, codes = append(ids, truth().TraceID.String()), append(codes, string(journey.FindingPropagationBroken))
	}
	return data.NewFrame("findings", data.NewField("traceID", nil, ids), data.NewField("code", nil, codes), data.NewField("node", nil, nodes))
}
