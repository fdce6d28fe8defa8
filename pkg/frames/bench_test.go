package frames_test

import (
	"fmt"
	"testing"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// 200 journeys of 20 spans and 200 lines: what a large search returns.
func BenchmarkEncode(b *testing.B) {
	res := &journey.Result{Query: journey.Query{Type: journey.QueryJourney}}
	for n := range 200 {
		var parts []part
		for i := range 20 {
			id := fmt.Sprintf("%x", i+1)
			parts = append(parts, span(id, "", "reviews", journey.KindServer, "GET /reviews/0", i, 50,
				attr("http.method", "GET"), attr("http.status_code", int64(200)), attr("upstream_cluster", "outbound|9080||reviews")))
			for range 10 {
				parts = append(parts, line(i, "reviews", id, "info", "GET /reviews/0 answered after 50 ms", journey.PlacedBySpan))
			}
		}
		res.Journeys = append(res.Journeys, request(fmt.Sprintf("%x", n+1), journey.VerdictComplete, 0, 100, parts...))
	}
	for _, name := range frames.Names() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				frames.Encode(res, []string{name}, "A")
			}
		})
	}
}
