package frames_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

func overMinutes(n int, journeys ...*journey.Journey) *journey.Result {
	return &journey.Result{
		Query:    journey.Query{Range: journey.TimeRange{From: noon, To: noon.Add(time.Duration(n) * time.Minute)}},
		Journeys: journeys,
		Notices:  []journey.Notice{{Severity: journey.SeverityInfo, Text: "Told once.", Code: journey.NoticeNotSearched}},
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
			got := encodeMetric(res, journey.MetricQuery{Metric: metric, Step: time.Minute})
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
	got := encodeMetric(res, journey.MetricQuery{Metric: journey.MetricCount, ByService: true})
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
// without fields. It must still say why.
func TestMetricOfNothing(t *testing.T) {
	for name, step := range map[string]time.Duration{"time series": time.Minute, "numbers": 0} {
		got := encodeMetric(overMinutes(3), journey.MetricQuery{Metric: journey.MetricFindings, Step: step})
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

// TestMetricSaysWhatItCovers where Tempo has more requests than it returned: in a
// notice, in meta.custom and, of one number, in the name beside it. Labels stay
// as they are, since alert rules know their instances by them.
func TestMetricSaysWhatItCovers(t *testing.T) {
	whole := overMinutes(3, request("1", journey.VerdictComplete, 90_000, 90_010, span("1", "", "shop", journey.KindServer, "GET /", 90_000, 10)))
	part := *whole
	part.Query.Limit, part.Tempo.Cut, part.Limits = 1, "journeys", journey.DefaultLimits()
	const notice = "Covers the newest 1 matching requests, since 2026-11-20 12:01:30 UTC; more may match. Raise the limit, or narrow the query or the time range, to cover all."
	for name, tc := range map[string]struct {
		res                 *journey.Result
		metric              journey.Metric
		step                time.Duration
		shown, meta, notice string
	}{
		"one number":            {&part, journey.MetricErrorShare, 0, "errorShare (newest 1)", `{"requests":1,"atLeast":true,"since":1795176090000}`, notice},
		"one number of a label": {&part, journey.MetricCount, 0, "complete (newest 1)", `{"requests":1,"atLeast":true,"since":1795176090000}`, notice},
		"a time series":         {&part, journey.MetricCount, time.Minute, "complete", `{"requests":1,"atLeast":true,"since":1795176090000}`, notice},
		"all":                   {whole, journey.MetricCount, 0, "complete", `{"requests":1,"of":1}`, "Told once."},
	} {
		t.Run(name, func(t *testing.T) {
			f := encodeMetric(tc.res, journey.MetricQuery{Metric: tc.metric, Step: tc.step})[0]
			field := f.Fields[len(f.Fields)-1]
			raw, err := json.Marshal(f.Meta.Custom)
			if err != nil {
				t.Fatal(err)
			}
			var custom struct{ Covers json.RawMessage }
			if err := json.Unmarshal(raw, &custom); err != nil {
				t.Fatal(err)
			}
			if field.Config.DisplayNameFromDS != tc.shown || string(custom.Covers) != tc.meta || f.Meta.Notices[0].Text != tc.notice {
				t.Errorf("shown as %q, covers %s, notice %q", field.Config.DisplayNameFromDS, custom.Covers, f.Meta.Notices[0].Text)
			}
			if verdict := field.Labels["verdict"]; tc.metric == journey.MetricCount && verdict != "complete" {
				t.Errorf("the label is %q", verdict)
			}
		})
	}
}

func encodeMetric(res *journey.Result, q journey.MetricQuery) data.Frames {
	return frames.EncodeMetric(res, find.Measure(res, q), "A")
}
