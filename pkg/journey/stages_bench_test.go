package journey

import (
	"encoding/binary"
	"testing"
)

// manyJourneys are what a large search finds: 200 traces of 20 spans and 10 lines.
func manyJourneys() (raws []Raw, joined []*Journey) {
	for i := range 200 {
		raw := manyRaw(20, 10)
		binary.BigEndian.PutUint64(raw.Trace.TraceID[8:], uint64(i+1))
		raws = append(raws, raw)
		joined = append(joined, Join(raw, Identity{}, noon))
	}
	return raws, joined
}

// BenchmarkGather sorts the lines of 200 traces by the trace IDs in them.
func BenchmarkGather(b *testing.B) {
	raws, _ := manyJourneys()
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

// BenchmarkPlace puts the lines of 200 journeys on their hops.
func BenchmarkPlace(b *testing.B) {
	raws, joined := manyJourneys()
	b.ReportAllocs()
	for b.Loop() {
		for i := range raws {
			place(joined[i].Spans, raws[i], nil, nil, Identity{})
		}
	}
}

// BenchmarkGraph draws the one graph over 200 journeys.
func BenchmarkGraph(b *testing.B) {
	_, joined := manyJourneys()
	b.ReportAllocs()
	for b.Loop() {
		GraphOf(joined)
	}
}

// BenchmarkFindings looks for what broke in each of 200 journeys.
func BenchmarkFindings(b *testing.B) {
	raws, joined := manyJourneys()
	b.ReportAllocs()
	for b.Loop() {
		for i := range raws {
			findingsOf(scene{Journey: joined[i], Raw: raws[i], now: noon})
		}
	}
}
