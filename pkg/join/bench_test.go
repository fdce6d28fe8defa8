package join

import (
	"testing"

	"github.com/requestjourney/requestjourney/pkg/findings"
	"github.com/requestjourney/requestjourney/pkg/graph"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
	"github.com/requestjourney/requestjourney/pkg/place"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// BenchmarkPlace puts the lines of 200 journeys on their hops.
func BenchmarkPlace(b *testing.B) {
	raws, joined := manyJourneys()
	b.ReportAllocs()
	for b.Loop() {
		for i := range raws {
			place.Lines(joined[i].Spans, raws[i], nil, nil, semconv.Identity{})
		}
	}
}

// BenchmarkGraph draws the one graph over 200 journeys.
func BenchmarkGraph(b *testing.B) {
	_, joined := manyJourneys()
	b.ReportAllocs()
	for b.Loop() {
		graph.Of(joined)
	}
}

// BenchmarkFindings searches for what broke in each of 200 journeys.
func BenchmarkFindings(b *testing.B) {
	raws, joined := manyJourneys()
	b.ReportAllocs()
	for b.Loop() {
		for i := range raws {
			findings.Of(findings.Request{Journey: joined[i], Raw: raws[i], Now: journeytest.Noon})
		}
	}
}

func manyJourneys() (raws []journey.Raw, joined []*journey.Journey) {
	raws = journeytest.ManyRaws()
	for _, raw := range raws {
		joined = append(joined, Join(raw, semconv.Identity{}, journeytest.Noon))
	}
	return raws, joined
}
