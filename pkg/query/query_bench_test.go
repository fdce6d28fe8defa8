package query

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// BenchmarkParse reads a search as a panel sends it.
func BenchmarkParse(b *testing.B) {
	raw := json.RawMessage(`{"refId":"A","queryType":"search","logql":"{namespace=\"shop\"} |= \"error\"",` +
		`"traceql":"{ status = error }","limit":200,"frames":["journeys","nodes","edges"],"datasource":{"uid":"journey"}}`)
	to := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	bounds := Bounds{Range: journey.TimeRange{From: to.Add(-time.Hour), To: to}, Step: time.Minute, Limits: journey.DefaultLimits()}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(raw, bounds); err != nil {
			b.Fatal(err)
		}
	}
}
