package frames_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// dump writes frames as text that a person can review: the schema of each,
// then its rows, one value per line.
func dump(frames data.Frames) string {
	var b strings.Builder
	for i, f := range frames {
		fmt.Fprintf(&b, "=== %s (%s)\n", f.Name, f.RefID)
		dumpMeta(&b, f.Meta)
		if i == 0 || !reflect.DeepEqual(f.Meta.Custom, frames[0].Meta.Custom) {
			dumpCustom(&b, f.Meta)
		}
		for _, field := range f.Fields {
			fmt.Fprintf(&b, "field %-30s %s%s\n", field.Name, field.Type().ItemTypeString(), dumpConfig(field.Config))
		}
		for row := range f.Rows() {
			fmt.Fprintf(&b, "row %d\n", row)
			for _, field := range f.Fields {
				fmt.Fprintf(&b, "  %-30s %s\n", field.Name, dumpValue(field, row))
			}
		}
	}
	return b.String()
}

func dumpMeta(b *strings.Builder, m *data.FrameMeta) {
	fmt.Fprintf(b, "meta vis=%s panel=%s type=%q version=%s\n",
		m.PreferredVisualization, m.PreferredVisualizationPluginID, m.Type, m.TypeVersion)
	for _, n := range m.Notices {
		fmt.Fprintf(b, "meta notice %s: %s\n", n.Severity, n.Text)
	}
}

// dumpCustom is printed once when all frames have the same.
func dumpCustom(b *strings.Builder, m *data.FrameMeta) {
	custom, err := json.Marshal(m.Custom)
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(b, "meta custom=%s\n", custom)
}

func dumpConfig(c *data.FieldConfig) string {
	if c == nil {
		return ""
	}
	text := ""
	if c.Unit != "" {
		text += " unit=" + c.Unit
	}
	if c.DisplayName != "" {
		text += fmt.Sprintf(" name=%q", c.DisplayName)
	}
	if c.Color != nil {
		text += fmt.Sprintf(" color=%v/%v", c.Color["mode"], c.Color["fixedColor"])
	}
	if c.Description != "" {
		text += fmt.Sprintf(" description=%q", c.Description)
	}
	return text
}

func dumpValue(field *data.Field, row int) string {
	value, ok := field.ConcreteAt(row)
	if !ok {
		return "null"
	}
	switch v := value.(type) {
	case time.Time:
		return v.Format("15:04:05.000")
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		return fmt.Sprintf("%q", v)
	case json.RawMessage:
		return string(v)
	}
	return fmt.Sprint(value)
}
