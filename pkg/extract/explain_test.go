package extract

import (
	"testing"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

func TestExplainSaysWhereTheIDIs(t *testing.T) {
	const id = "4bf92f3577b34da6a3ce929d0e0e4736"
	mine := Rule{Name: "mine", Source: SourceLine, Pattern: `req<(\w+)>`}
	for _, test := range []struct {
		name string
		line journey.Line
		want Origin
	}{
		{"rule", journey.Line{Body: "req<" + id + ">"}, Origin{FromRule, "mine"}},
		{"metadata", journey.Line{Metadata: journey.Labels{{Name: "detected_level", Value: "info"}, {Name: "trace_id", Value: id}}}, Origin{FromMetadata, "trace_id"}},
		{"label", journey.Line{Labels: journey.Labels{{Name: "traceID", Value: id}}}, Origin{FromLabel, "traceID"}},
		{"logfmt", journey.Line{Body: "level=info traceID=" + id + " done"}, Origin{FromLine, "traceID"}},
		{"JSON", journey.Line{Body: `{"a":1,"trace_id": "` + id + `"}`}, Origin{FromLine, "trace_id"}},
		{"escaped JSON", journey.Line{Body: `{"log":"{\"traceId\":\"` + id + `\"}"}`}, Origin{FromLine, "traceId"}},
		{"header", journey.Line{Body: "traceparent: 00-" + id + "-00f067aa0ba902b7-01"}, Origin{FromLine, "traceparent"}},
		{"header without a key", journey.Line{Body: "got 00-" + id + "-00f067aa0ba902b7-01"}, Origin{FromLine, ""}},
		{"upper case with lost zeros", journey.Line{Body: "trace_id=00AAF92F3577B34DA6A3CE929D0E0E47"}, Origin{FromLine, "trace_id"}},
		{"none", journey.Line{Body: "GET /"}, Origin{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			e, err := New([]Rule{mine})
			if err != nil {
				t.Fatal(err)
			}
			ctx, got := e.Explain(&test.line)
			if got != test.want {
				t.Errorf("found in %+v, want %+v", got, test.want)
			}
			if want := e.Extract(&test.line); ctx != want {
				t.Errorf("context %+v is not Extract's %+v", ctx, want)
			}
		})
	}
}
