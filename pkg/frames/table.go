package frames

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"maps"
	"math"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// table is the schema of a frame over rows of type R. A column holds both its
// field and where a row's value comes from, so the two cannot drift apart.
type table[R any] []column[R]

// column is one field of a frame.
type column[R any] struct {
	name   string
	config *data.FieldConfig // nil when Grafana's defaults will do
	values func(rows []R) *data.Field
	put    func(c *cells, row R) // the same value, as Arrow has it
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

// write writes the rows as Arrow.
func (t table[R]) write(w *batchWriter, rows []R) error {
	for _, row := range rows {
		for i := range t {
			t[i].put(&w.cells[i], row)
		}
		if err := w.next(); err != nil {
			return err
		}
	}
	return nil
}

// fieldConfig copies the column's config: tables live as long as the process,
// frames belong to their caller.
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

func col[R any, V cell](name, unit string, value func(R) V, put func(*cells, R)) column[R] {
	c := column[R]{name: name, put: put, values: func(rows []R) *data.Field {
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
	valid := func(r R) string { return journey.ValidText(string(value(r))) }
	return col(name, "", valid, func(c *cells, r R) { c.text(valid(r)) })
}

// spanIDs is a column of span IDs as text; none stands for the zero ID.
func spanIDs[R any](name, none string, value func(R) journey.SpanID) column[R] {
	id := func(r R) string { return cmp.Or(value(r).String(), none) }
	return col(name, "", id, func(c *cells, r R) {
		id := value(r)
		if id.IsZero() {
			c.text(none)
			return
		}
		c.bytes = hex.AppendEncode(c.bytes, id[:])
		c.end()
	})
}

// at is a column of times.
func at[R any](name string, value func(R) time.Time) column[R] {
	return col(name, "", value, func(c *cells, r R) { c.time(value(r)) })
}

// atIfKnown is a column of times that may be unknown.
func atIfKnown[R any](name string, value func(R) time.Time) column[R] {
	known := func(r R) *time.Time {
		if t := value(r); !t.IsZero() {
			return &t
		}
		return nil
	}
	return col(name, "", known, func(c *cells, r R) {
		if t := value(r); !t.IsZero() {
			c.time(t)
			return
		}
		c.null()
	})
}

// count is a column of whole numbers.
func count[R any](name string, value func(R) int) column[R] {
	return col(name, "", func(r R) int64 { return int64(value(r)) }, func(c *cells, r R) { c.integer(int64(value(r))) })
}

// countIfKnown is a column of whole numbers that some rows have not.
func countIfKnown[R any](name string, value func(R) (n int, ok bool)) column[R] {
	known := func(r R) *int64 {
		if n, ok := value(r); ok {
			counted := int64(n)
			return &counted
		}
		return nil
	}
	return col(name, "", known, func(c *cells, r R) {
		if n, ok := value(r); ok {
			c.integer(int64(n))
			return
		}
		c.null()
	})
}

// number is a column of finite numbers.
func number[R any](name, unit string, value func(R) float64) column[R] {
	known := func(r R) float64 { return finite(value(r)) }
	return col(name, unit, known, func(c *cells, r R) { c.number(known(r)) })
}

// millis is a column of durations in milliseconds.
func millis[R any](name string, value func(R) time.Duration) column[R] {
	return number(name, "ms", func(r R) float64 { return ms(value(r)) })
}

// maybeMillis is a column of durations that some rows have not.
func maybeMillis[R any](name string, value func(R) (time.Duration, bool)) column[R] {
	known := func(r R) *float64 {
		if d, ok := value(r); ok {
			f := ms(d)
			return &f
		}
		return nil
	}
	return col(name, "ms", known, func(c *cells, r R) {
		if d, ok := value(r); ok {
			c.number(ms(d))
			return
		}
		c.null()
	})
}

// object is a column of JSON, objects or arrays, that write appends.
func object[R any](name string, write func(b []byte, r R) []byte) column[R] {
	value := func(r R) json.RawMessage { return write(nil, r) }
	return col(name, "", value, func(c *cells, r R) {
		c.bytes = write(c.bytes, r)
		c.end()
	})
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
