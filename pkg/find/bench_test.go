package find

import (
	"testing"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

// BenchmarkGather sorts the lines of 200 traces by the trace IDs in them.
func BenchmarkGather(b *testing.B) {
	raws := journeytest.ManyRaws()
	foundTraces := make([]journey.FoundTrace, len(raws))
	traces := make([]journey.Trace, len(raws))
	var lines []journey.Line
	for i, raw := range raws {
		foundTraces[i], traces[i] = journey.FoundTrace{TraceID: raw.Trace.TraceID}, raw.Trace
		lines = append(lines, raw.Lines...)
	}
	at := 0
	extract := func(*journey.Line) journey.TraceContext {
		at++
		return journey.TraceContext{TraceID: traces[at%len(traces)].TraceID}
	}
	b.ReportAllocs()
	for b.Loop() {
		gather(foundTraces, traces, lines, extract, nil)
	}
}
