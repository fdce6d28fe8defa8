package frames_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/join"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// skewed is a request whose callee has a clock that is 3 s ahead, with a line of each
// host. The callee's is in the midst of its span, and ends the request by Loki's times.
func skewed() journey.Raw {
	of := func(id, parent, service, host string, kind journey.SpanKind, start, dur int) journey.Span {
		return journey.Span{
			TraceID: journey.TraceID{15: 1}, SpanID: spanID(id), ParentID: spanID(parent), Name: "GET", Kind: kind, ServiceName: service,
			Start: after(start), Duration: millis(dur), Resource: journey.Attributes{{Key: "host.name", Value: host}},
		}
	}
	wrote := func(at int, service, body string) journey.Line {
		return journey.Line{Time: after(at), Body: body, Labels: journey.Labels{{Name: "service_name", Value: service}}}
	}
	raw := journey.Raw{
		Depth: journey.DepthWhole,
		Trace: journey.Trace{TraceID: journey.TraceID{15: 1}, Spans: []journey.Span{
			of("1", "", "bakehouse", "rack-1", journey.KindServer, 0, 200),
			of("2", "1", "bakehouse", "rack-1", journey.KindClient, 10, 180),
			of("3", "2", "flour", "rack-2", journey.KindServer, 3020, 160),
		}},
		Lines: []journey.Line{wrote(195, "bakehouse", "sold"), wrote(3100, "flour", "two sacks left")},
	}
	raw.Contexts = []journey.TraceContext{
		{TraceID: raw.Trace.TraceID, SpanID: spanID("1")},
		{TraceID: raw.Trace.TraceID, SpanID: spanID("3")},
	}
	return raw
}

// TestTimesOfASkewedLine holds what each frame says of when a line was written.
func TestTimesOfASkewedLine(t *testing.T) {
	var got strings.Builder
	for _, f := range joined(skewed()) {
		switch f.Name {
		case "steps":
			writeRows(&got, f, "time", "kind", "offset", "skew", "body")
		case "logs":
			writeRows(&got, f, "timestamp", "id", "spanID", "skew", "body")
		case "trace":
			writeRows(&got, f, "startTime", "serviceName", "logs")
		}
	}
	const want = `steps
 12:00:00.000 "span" 0 null "GET"
 12:00:00.010 "span" 10 null "GET"
 12:00:00.020 "span" 20 null "GET"
 12:00:00.100 "log" 100 -3000 "two sacks left"
 12:00:00.195 "log" 195 null "sold"
trace
 1795176000000 "bakehouse" [{"timestamp":1795176000195,"name":"log","fields":[{"key":"message","value":"sold"},{"key":"placement","value":"span"}]}]
 1795176000010 "bakehouse" []
 1795176000020 "flour" [{"timestamp":1795176000100,"name":"log","fields":[{"key":"message","value":"two sacks left"},{"key":"placement","value":"span"}]}]
logs
 12:00:00.195 "1795176000195000000_7976a4df3794c941" "0000000000000001" null "sold"
 12:00:03.100 "1795176003100000000_7a50ed9277a41ebe" "0000000000000003" -3000 "two sacks left"
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Error(diff)
	}
}

// TestALineKeepsItsID when spans that say more about its clock arrive later.
func TestALineKeepsItsID(t *testing.T) {
	young := skewed()
	young.Trace.Spans = young.Trace.Spans[2:] // of the callee, which reports first
	var ids []string
	for _, raw := range []journey.Raw{young, skewed()} {
		for _, f := range joined(raw) {
			if field, _ := f.FieldByName("id"); f.Name == frames.Logs {
				ids = append(ids, fmt.Sprint(field.At(0), field.At(1)))
			}
		}
	}
	if len(ids) != 2 || ids[0] != ids[1] {
		t.Errorf("the lines are called %q; want the same twice", ids)
	}
}

// joined is the frames of a request.
func joined(raw journey.Raw) data.Frames {
	j := join.Join(raw, semconv.Identity{}, after(3_600_000))
	return frames.Encode(&journey.Result{Query: journey.Query{Type: journey.QueryJourney}, Journeys: []*journey.Journey{j}, Graph: j.Graph}, frames.Names(), "A")
}

// writeRows writes some fields of a frame, one row a line.
func writeRows(b *strings.Builder, f *data.Frame, fields ...string) {
	fmt.Fprintln(b, f.Name)
	for row := range f.Rows() {
		for _, name := range fields {
			field, _ := f.FieldByName(name)
			fmt.Fprint(b, " ", dumpValue(field, row))
		}
		fmt.Fprintln(b)
	}
}
