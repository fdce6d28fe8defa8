package frames

import (
	"cmp"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// metricUnits are Grafana's units of the metrics.
var metricUnits = map[journey.Metric]string{
	journey.MetricCount:      "short",
	journey.MetricFindings:   "short",
	journey.MetricErrorShare: "percentunit",
	journey.MetricP95:        "ms",
}

// metricVersion is that of Grafana's dataplane contract
// (https://grafana.com/developers/dataplane).
var metricVersion = data.FrameTypeVersion{0, 1}

// EncodeMetric gives a metric over the result's journeys in the forms that
// panels and alert rules read: with a step one wide frame of time series, else
// a frame with one number for each set of labels.
func EncodeMetric(res *journey.Result, m journey.Measurement, refID string) data.Frames {
	covers := m.Coverage
	frames := numbers(m.Metric, m.Series, covers)
	if m.Step > 0 {
		frames = data.Frames{timeSeries(m.Metric, m.Starts, m.Series)}
	}
	if len(frames) == 0 {
		frames = data.Frames{data.NewFrame("").SetMeta(&data.FrameMeta{Type: data.FrameTypeNumericMulti, TypeVersion: metricVersion})}
	}
	meta := customMeta(res)
	meta.Covers = coverageMeta(covers)
	for _, f := range frames {
		f.Name, f.RefID = string(m.Metric), refID
		f.Meta.PreferredVisualization = data.VisTypeGraph
		f.Meta.Custom = meta
	}
	all := res.Notices
	if covers.IsPart() {
		all = append([]journey.Notice{covers.Notice()}, all...)
	}
	setNotices(frames[0], meta, all)
	return frames
}

// timeSeries is one frame of all series; without series it has no fields,
// which is how the contract says that there is no data.
func timeSeries(metric journey.Metric, starts []time.Time, series []journey.Series) *data.Frame {
	frame := data.NewFrame("")
	frame.Meta = &data.FrameMeta{Type: data.FrameTypeTimeSeriesWide, TypeVersion: metricVersion}
	if len(series) == 0 {
		return frame
	}
	frame.Fields = append(frame.Fields, data.NewField("time", nil, starts))
	for _, s := range series {
		frame.Fields = append(frame.Fields, valueField(metric, s))
	}
	return frame
}

// numbers are frames of one value each. A value that leaves out requests says so
// in the name that panels show beside it; alert rules read the labels instead.
func numbers(metric journey.Metric, series []journey.Series, covers journey.Coverage) data.Frames {
	frames := make(data.Frames, len(series))
	for i, s := range series {
		frames[i] = data.NewFrame("", valueField(metric, s))
		if config := frames[i].Fields[0].Config; covers.IsPart() {
			config.DisplayNameFromDS = fmt.Sprintf("%s (%s)", cmp.Or(config.DisplayNameFromDS, string(metric)), covers.Brief())
		}
		frames[i].Meta = &data.FrameMeta{Type: data.FrameTypeNumericMulti, TypeVersion: metricVersion}
	}
	return frames
}

func valueField(metric journey.Metric, s journey.Series) *data.Field {
	values := make([]*float64, len(s.Values))
	for i, v := range s.Values {
		if !math.IsNaN(v) {
			values[i] = &v
		}
	}
	labels := make(data.Labels, len(s.Labels))
	var names []string
	for _, l := range s.Labels {
		labels[l.Name] = journey.ValidText(l.Value)
		names = append(names, labels[l.Name])
	}
	return data.NewField(string(metric), labels, values).SetConfig(&data.FieldConfig{
		Unit:              metricUnits[metric],
		DisplayNameFromDS: strings.Join(names, " "),
	})
}
