package frames_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

func overMinutes(n int, journeys ...*journey.Journey) *journey.Result {
	return &journey.Result{
		Query:    journey.Query{Range: journey.TimeRange{From: noon, To: noon.Add(time.Duration(n) * time.Minute)}},
		Journeys: journeys,
		Notices:  []journey.Notice{{Severity: journey.SeverityInfo, Text: "Told once."}},
	}
}

func TestMetricAsTimeSeries(t *testing.T) {
	res := overMinutes(3,
		request("1", journey.VerdictComplete, 1000, 1250, span("1", "", "shop", journey.KindServer, "GET /", 1000, 250)),
		request("2", journey.VerdictLogsOnly, 125_000, 126_000, line(125_000, "cart", "", journey.LevelError, "no", journey.PlacedOnGhost)))
	for metric, want := range map[journey.Metric]map[string][]float64{
		journey.MetricCount:      {"verdict=complete": {1, 0, 0}, "verdict=logs-only": {0, 0, 1}},
		journey.MetricErrorShare: {"": {0, math.NaN(), 1}},
		journey.MetricP95:        {"": {250, math.NaN(), math.NaN()}},
	} {
		t.Run(string(metric), func(t *testing.T) {
			got := frames.EncodeMetric(res, journey.MetricQuery{Metric: metric, Step: time.Minute}, "A")
			if len(got) != 1 || got[0].Meta.Type != data.FrameTypeTimeSeriesWide || got[0].TimeSeriesSchema().Type != data.TimeSeriesTypeWide {
				t.Fatalf("%d frames, the first %+v: not one of time series, wide", len(got), got[0].Meta)
			}
			wantValues(t, got[0].Fields[1:], want)
		})
	}
}

func TestMetricAsNumbers(t *testing.T) {
	res := overMinutes(3,
		request("1", journey.VerdictComplete, 0, 10, span("1", "", "shop", journey.KindServer, "GET /", 0, 10)),
		request("2", journey.VerdictComplete, 0, 10, span("1", "", "cart", journey.KindServer, "GET /", 0, 10)))
	got := frames.EncodeMetric(res, journey.MetricQuery{Metric: journey.MetricCount, ByService: true}, "A")
	var fields []*data.Field
	for _, f := range got {
		if f.Meta.Type != data.FrameTypeNumericMulti || len(f.Fields) != 1 || f.RefID != "A" {
			t.Errorf("frame %+v is no number of refID A", f)
		}
		fields = append(fields, f.Fields...)
	}
	wantValues(t, fields, map[string][]float64{
		"service=bookinfo/cart, verdict=complete": {1},
		"service=bookinfo/shop, verdict=complete": {1},
	})
	if n := len(got[0].Meta.Notices) + len(got[1].Meta.Notices); n != 1 {
		t.Errorf("%d notices, want 1: Grafana shows those of every frame", n)
	}
}

// TestMetricOfNothing holds the contract's form of "no data": a typed frame
// without fields. It must still tell why.
func TestMetricOfNothing(t *testing.T) {
	for name, step := range map[string]time.Duration{"time series": time.Minute, "numbers": 0} {
		got := frames.EncodeMetric(overMinutes(3), journey.MetricQuery{Metric: journey.MetricFindings, Step: step}, "A")
		if len(got) != 1 || len(got[0].Fields) != 0 || got[0].Meta.Type == "" || len(got[0].Meta.Notices) != 1 {
			raw, _ := json.Marshal(got)
			t.Errorf("%s: %s", name, raw)
		}
	}
}

func wantValues(t *testing.T, fields []*data.Field, want map[string][]float64) {
	t.Helper()
	if len(fields) != len(want) {
		t.Errorf("%d series, want %d", len(fields), len(want))
	}
	for _, f := range fields {
		values := want[f.Labels.String()]
		if f.Len() != len(values) {
			t.Errorf("{%s} has %d values, want %v", f.Labels, f.Len(), values)
			continue
		}
		for i, value := range values {
			got, _ := f.At(i).(*float64)
			if (got == nil) != math.IsNaN(value) || got != nil && *got != value {
				t.Errorf("{%s} at %d is %v, want %v", f.Labels, i, got, value)
			}
		}
	}
}
