package frames

import (
	"encoding/json"
	"maps"
	"math"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// table is the schema of a frame over rows of type R. A column holds both its
// field and where a row's value comes from, so the two cannot drift apart.
type table[R any] []column[R]

// column is one field of a frame.
type column[R any] struct {
	name   string
	config *data.FieldConfig // nil when Grafana's defaults will do
	values func(rows []R) *data.Field
}

// frame makes a frame with one field per column and one value per row.
func (t table[R]) frame(vis data.VisType, rows []R) *data.Frame {
	fields := make([]*data.Field, len(t))
	for i, c := range t {
		fields[i] = c.values(rows)
		fields[i].Name, fields[i].Config = c.name, c.fieldConfig()
	}
	frame := data.NewFrame("", fields...)
	frame.Meta = &data.FrameMeta{PreferredVisualization: vis}
	return frame
}

// fieldConfig copies the column's config: tables live as long as the process,
// frames belong to whoever asked for them.
func (c column[R]) fieldConfig() *data.FieldConfig {
	if c.config == nil {
		return nil
	}
	config := *c.config
	config.Color = maps.Clone(config.Color)
	return &config
}

// shown gives the column a display name, beside what it has already.
func (c column[R]) shown(name string) column[R] {
	config := c.orConfig()
	config.DisplayName = name
	c.config = &config
	return c
}

// colored gives the column one of Grafana's named colours.
func (c column[R]) colored(name string) column[R] {
	config := c.orConfig()
	config.Color = map[string]any{"mode": "fixed", "fixedColor": name}
	c.config = &config
	return c
}

// described gives the column a description, which Grafana shows as a tooltip.
func (c column[R]) described(text string) column[R] {
	config := c.orConfig()
	config.Description = text
	c.config = &config
	return c
}

func (c column[R]) orConfig() data.FieldConfig {
	if c.config == nil {
		return data.FieldConfig{}
	}
	return *c.config
}

// cell is what a field of these frames may hold.
type cell interface {
	string | int64 | *int64 | float64 | *float64 | time.Time | *time.Time | json.RawMessage
}

func col[R any, V cell](name, unit string, value func(R) V) column[R] {
	c := column[R]{name: name, values: func(rows []R) *data.Field {
		values := make([]V, len(rows))
		for i, row := range rows {
			values[i] = value(row)
		}
		return data.NewField("", nil, values)
	}}
	if unit != "" {
		c.config = &data.FieldConfig{Unit: unit}
	}
	return c
}

// text is a column of strings.
func text[R any, S ~string](name string, value func(R) S) column[R] {
	return col(name, "", func(r R) string { return validText(string(value(r))) })
}

// at is a column of times.
func at[R any](name string, value func(R) time.Time) column[R] { return col(name, "", value) }

// atIfKnown is a column of times that may be unknown.
func atIfKnown[R any](name string, value func(R) time.Time) column[R] {
	return col(name, "", func(r R) *time.Time {
		if t := value(r); !t.IsZero() {
			return &t
		}
		return nil
	})
}

// count is a column of whole numbers.
func count[R any](name string, value func(R) int) column[R] {
	return col(name, "", func(r R) int64 { return int64(value(r)) })
}

// countIfKnown is a column of whole numbers that some rows have not.
func countIfKnown[R any](name string, value func(R) (n int, ok bool)) column[R] {
	return col(name, "", func(r R) *int64 {
		n, ok := value(r)
		if !ok {
			return nil
		}
		counted := int64(n)
		return &counted
	})
}

// number is a column of finite numbers.
func number[R any](name, unit string, value func(R) float64) column[R] {
	return col(name, unit, func(r R) float64 { return finite(value(r)) })
}

// millis is a column of durations in milliseconds.
func millis[R any](name string, value func(R) time.Duration) column[R] {
	return col(name, "ms", func(r R) float64 { return ms(value(r)) })
}

// maybeMillis is a column of durations that some rows have not.
func maybeMillis[R any](name string, value func(R) (time.Duration, bool)) column[R] {
	return col(name, "ms", func(r R) *float64 {
		d, ok := value(r)
		if !ok {
			return nil
		}
		f := ms(d)
		return &f
	})
}

// object is a column of JSON: objects or arrays.
func object[R any](name string, value func(R) json.RawMessage) column[R] {
	return col(name, "", value)
}

// ms is how Grafana's views take durations.
func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// epochMs is how Grafana's trace view takes points in time.
func epochMs(t time.Time) float64 {
	return float64(t.Unix())*1000 + float64(t.Nanosecond())/float64(time.Millisecond)
}

// finite turns what JSON and thresholds cannot take into 0.
func finite(f float64) float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// share is part of whole, 0 of nothing.
func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
