package journey

import "testing"

// BenchmarkGather sorts the lines of 200 traces by the trace IDs in them.
func BenchmarkGather(b *testing.B) {
	raws := manyRaws()
	sightings := make([]Sighting, len(raws))
	traces := make([]Trace, len(raws))
	var lines []Line
	for i, raw := range raws {
		sightings[i], traces[i] = Sighting{TraceID: raw.Trace.TraceID}, raw.Trace
		lines = append(lines, raw.Lines...)
	}
	at := 0
	extract := func(*Line) TraceContext {
		at++
		return TraceContext{TraceID: traces[at%len(traces)].TraceID}
	}
	b.ReportAllocs()
	for b.Loop() {
		gather(sightings, traces, lines, extract)
	}
}
