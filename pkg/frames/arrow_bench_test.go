package frames_test

import (
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// BenchmarkSend is what the SDK does with the frames of a query on their way to
// Grafana.
func BenchmarkSend(b *testing.B) {
	res := failingRequest()
	for range 8 { // 256 journeys, alike
		res.Journeys = append(res.Journeys, res.Journeys...)
	}
	for _, kind := range []journey.QueryType{journey.QuerySearch, journey.QueryJourney} {
		res.Query.Frames = journey.DefaultFrames(kind)
		answer := backend.NewQueryDataResponse()
		answer.Responses["A"] = backend.DataResponse{Frames: frames.Encode(res, "A")}
		b.Run(string(kind), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := backend.ToProto().QueryDataResponse(backend.DataFrameFormat_ARROW, answer); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
