package extract

import (
	"strings"
	"testing"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// fit cuts or pads a line to the 300 bytes that the benchmarks measure.
func fit(head, tail string) string {
	const size = 300
	pad := size - len(head) - len(tail)
	if pad < 0 {
		return head[:size-len(tail)] + tail
	}
	return head + strings.Repeat(" lorem=ipsum", pad/12+1)[:pad] + tail
}

const zapLine = `{"level":"info","ts":1773220442.481774,"logger":"orders","caller":"orders/place.go:112","msg":"placed the order","order_id":"84961386-6d84-929d-98bd-c5aee93b5c88","customer":"c-1881","items":3,"total":41.9`

var withoutID = []struct{ name, line string }{
	{"envoy", fit(istioText, "")},
	{"ztunnel", fit(ztunnel, "")},
	{"json", fit(zapLine, `,"took":"12ms"}`)},
	{"junk", fit(zapLine, `,"trace_id":"-","span_id":"null","traceId":"`+strings.Repeat("0", 32)+`"}`)},
	{"hex", fit(strings.Repeat(other64+` `+other+`0 `, 6), "")},
}

var withID = []struct{ name, line string }{
	{"envoy", fit(istioText, " traceID="+trace)},
	{"json", fit(zapLine, `,"trace_id":"`+trace+`","span_id":"`+span+`"}`)},
	{"wrapped", fit(`{"time":"2026-03-11T09:14:02.481774331Z","stream":"stdout","log":"{\"msg\":\"placed\",\"trace_id\":\"`+trace+`\",\"span_id\":\"`+span+`\"}\n","kubernetes":{"pod_name":"shop-7f99b5d5c4-x2x7p"`, `}}`)},
	{"traceparent", fit(istioText, ` "00-`+trace+`-`+span+`-01"`)},
	{"spring", fit(`2026-03-11 09:14:02 INFO [shop,`+trace+`,`+span+`] 1 --- [nio-8080-exec-1] c.e.Orders : placed`, "")},
	{"datadog", fit(zapLine, `,"dd.trace_id":"11803532876627986230","dd.span_id":"67667974448284343"}`)},
}

// sink keeps results alive, so that the compiler cannot drop what is measured.
var sink journey.TraceContext

func BenchmarkWithoutID(b *testing.B) {
	for _, c := range withoutID {
		b.Run(c.name, func(b *testing.B) { benchmark(b, c.line) })
	}
}

func BenchmarkWithID(b *testing.B) {
	for _, c := range withID {
		b.Run(c.name, func(b *testing.B) { benchmark(b, c.line) })
	}
}

func benchmark(b *testing.B, body string) {
	e, err := New(nil)
	if err != nil {
		b.Fatal(err)
	}
	line := &journey.Line{Body: body, Labels: pairs("app", "reviews", "container", "istio-proxy", "namespace", "bookinfo", "pod", "reviews-v1-7f99b5d5c4-x2x7p")}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		sink = e.Extract(line)
	}
}

func TestNoAllocationsWithoutID(t *testing.T) {
	e, err := New([]Rule{{Name: "label", Source: SourceLabel, Key: "cid"}, {Name: "logfmt", Source: SourceLogfmt, Key: "cid"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range withoutID {
		line := &journey.Line{
			Body: c.line, Labels: pairs("app", "reviews", "pod", "reviews-v1-7f99b5d5c4-x2x7p"), Metadata: pairs("trace_id", "-"),
			Parsed: pairs("level", "info", "msg", "placed the order", "trace_id_extracted", "-"),
		}
		if n := testing.AllocsPerRun(100, func() { sink = e.Extract(line) }); n != 0 {
			t.Errorf("%s: %v allocations", c.name, n)
		}
		if !sink.TraceID.IsZero() {
			t.Errorf("%s: found %s", c.name, sink.TraceID)
		}
	}
}
