package datasource

import (
	"math"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// sums adds up what is known of each series.
func sums(fields []*data.Field) map[string]float64 {
	sums := make(map[string]float64)
	for _, f := range fields {
		if f.Type() != data.FieldTypeNullableFloat64 {
			continue
		}
		for i := range f.Len() {
			if v := f.At(i).(*float64); v != nil {
				sums[f.Labels.String()] += *v
			}
		}
	}
	return sums
}

func testTimeSeries(t *testing.T, f fixture) {
	frames := f.query(t, map[string]any{"queryType": "metrics", "traceql": "{}"})
	if len(frames) != 1 || frames[0].TimeSeriesSchema().Type != data.TimeSeriesTypeWide {
		t.Fatalf("%d frames, want one of wide time series", len(frames))
	}
	if got := sums(frames[0].Fields)["verdict=complete"]; got != float64(len(f.requests)) {
		t.Errorf("%g complete journeys are counted, want %d", got, len(f.requests))
	}
}

func testNumbers(t *testing.T, f fixture) {
	failed, origins := 0, 0
	for _, r := range f.requests {
		if r.Status >= 500 {
			failed++
		}
		if r.ErrorSpans() > 0 {
			origins++
		}
	}
	share := sums(f.query(t, map[string]any{"queryType": "metrics", "metric": "errorShare", "traceql": "{}", "instant": true})[0].Fields)[""]
	if want := float64(failed) / float64(len(f.requests)); math.Abs(share-want) > 1e-9 || failed == 0 {
		t.Errorf("the error share is %g, want %g", share, want)
	}
	byCode := make(map[string]float64)
	for _, frame := range f.query(t, map[string]any{"queryType": "metrics", "metric": "findings", "traceql": "{}", "instant": true}) {
		for labels, n := range sums(frame.Fields) {
			byCode[labels] = n
		}
	}
	if byCode["code=error-origin"] < float64(origins) || origins == 0 {
		t.Errorf("findings are %v; want at least %d error-origin", byCode, origins)
	}
}
