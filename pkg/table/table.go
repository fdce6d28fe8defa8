// Package table writes rows as a Grafana frame: as the SDK's columns, or as a compressed
// Arrow file, batch by batch.
package table

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Table is the schema of a frame over rows of type R. A column holds both its
// field and where a row's value comes from, so the two cannot drift apart.
type Table[R any] []Column[R]

// Column is one field of a frame.
type Column[R any] struct {
	name   string
	config *data.FieldConfig // nil when Grafana's defaults will do
	values func(rows []R) *data.Field
	put    func(c *cells, row R) // the same value, as Arrow has it
}

// Frame makes a frame with one field per column and one value per row.
func (t Table[R]) Frame(vis data.VisType, rows []R) *data.Frame {
	fields := make([]*data.Field, len(t))
	for i, c := range t {
		fields[i] = c.values(rows)
		fields[i].Name, fields[i].Config = c.name, c.fieldConfig()
	}
	frame := data.NewFrame("", fields...)
	frame.Meta = &data.FrameMeta{PreferredVisualization: vis}
	return frame
}

// Arrow writes the rows as an Arrow file. Head is the frame without rows, with all of its
// metadata. It ends early with the context.
func (t Table[R]) Arrow(ctx context.Context, head *data.Frame, rows []R) ([]byte, error) {
	w, err := newBatchWriter(ctx, head)
	if err != nil {
		return nil, fmt.Errorf("frame %s: %w", head.Name, err)
	}
	if err := t.write(w, rows); err != nil {
		return nil, fmt.Errorf("frame %s: %w", head.Name, err)
	}
	return w.close()
}

// write writes the rows as Arrow.
func (t Table[R]) write(w *batchWriter, rows []R) error {
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
func (c Column[R]) fieldConfig() *data.FieldConfig {
	if c.config == nil {
		return nil
	}
	config := *c.config
	config.Color = maps.Clone(config.Color)
	return &config
}

// Shown gives the column a display name, beside what it has already.
func (c Column[R]) Shown(name string) Column[R] {
	config := c.orConfig()
	config.DisplayName = name
	c.config = &config
	return c
}

// Colored gives the column one of Grafana's named colours.
func (c Column[R]) Colored(name string) Column[R] {
	config := c.orConfig()
	config.Color = map[string]any{"mode": "fixed", "fixedColor": name}
	c.config = &config
	return c
}

// Described gives the column a description, which Grafana shows as a tooltip.
func (c Column[R]) Described(text string) Column[R] {
	config := c.orConfig()
	config.Description = text
	c.config = &config
	return c
}

func (c Column[R]) orConfig() data.FieldConfig {
	if c.config == nil {
		return data.FieldConfig{}
	}
	return *c.config
}

// cell is what a field of these frames may hold.
type cell interface {
	string | int64 | *int64 | float64 | *float64 | time.Time | *time.Time | json.RawMessage
}

func col[R any, V cell](name, unit string, value func(R) V, put func(*cells, R)) Column[R] {
	c := Column[R]{name: name, put: put, values: func(rows []R) *data.Field {
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

// Text is a column of strings.
func Text[R any, S ~string](name string, value func(R) S) Column[R] {
	valid := func(r R) string { return journey.ValidText(string(value(r))) }
	return col(name, "", valid, func(c *cells, r R) { c.text(valid(r)) })
}

// SpanIDs is a column of span IDs as text; none stands for the zero ID.
func SpanIDs[R any](name, none string, value func(R) journey.SpanID) Column[R] {
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

// At is a column of times.
func At[R any](name string, value func(R) time.Time) Column[R] {
	return col(name, "", value, func(c *cells, r R) { c.time(value(r)) })
}

// AtIfKnown is a column of times that may be unknown.
func AtIfKnown[R any](name string, value func(R) time.Time) Column[R] {
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

// Count is a column of whole numbers.
func Count[R any](name string, value func(R) int) Column[R] {
	return col(name, "", func(r R) int64 { return int64(value(r)) }, func(c *cells, r R) { c.integer(int64(value(r))) })
}

// CountIfKnown is a column of whole numbers that some rows have not.
func CountIfKnown[R any](name string, value func(R) (n int, ok bool)) Column[R] {
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

// Number is a column of finite numbers.
func Number[R any](name, unit string, value func(R) float64) Column[R] {
	known := func(r R) float64 { return finite(value(r)) }
	return col(name, unit, known, func(c *cells, r R) { c.number(known(r)) })
}

// Millis is a column of durations in milliseconds.
func Millis[R any](name string, value func(R) time.Duration) Column[R] {
	return Number(name, "ms", func(r R) float64 { return Milliseconds(value(r)) })
}

// MaybeMillis is a column of durations that some rows have not.
func MaybeMillis[R any](name string, value func(R) (time.Duration, bool)) Column[R] {
	known := func(r R) *float64 {
		if d, ok := value(r); ok {
			f := Milliseconds(d)
			return &f
		}
		return nil
	}
	return col(name, "ms", known, func(c *cells, r R) {
		if d, ok := value(r); ok {
			c.number(Milliseconds(d))
			return
		}
		c.null()
	})
}

// Object is a column of JSON, objects or arrays, that write appends.
func Object[R any](name string, write func(b []byte, r R) []byte) Column[R] {
	value := func(r R) json.RawMessage { return write(nil, r) }
	return col(name, "", value, func(c *cells, r R) {
		c.bytes = write(c.bytes, r)
		c.end()
	})
}

// Milliseconds is a duration as Grafana's views read it.
func Milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// finite replaces NaN and infinities, which JSON and thresholds cannot hold, by 0.
func finite(f float64) float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}
