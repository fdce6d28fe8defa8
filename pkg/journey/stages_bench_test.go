package journey

import (
	"testing"
)

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

func manyJourneys() (raws []Raw, joined []*Journey) {
	raws = manyRaws()
	for _, raw := range raws {
		joined = append(joined, Join(raw, Identity{}, noon))
	}
	return raws, joined
}
