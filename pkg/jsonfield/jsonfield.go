// Package jsonfield writes attributes, labels and texts as the JSON that the fields of
// frames hold. Its functions append to what they are given, as strconv's do.
package jsonfield

import (
	"encoding/base64"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// AppendObject writes attributes sorted by key; of equal keys the first one counts.
func AppendObject(b []byte, attrs journey.Attributes) []byte {
	attrs = Sorted(nil, attrs)
	b = append(b, '{')
	for i, a := range attrs {
		if i > 0 && a.Key == attrs[i-1].Key {
			continue
		}
		b = AppendComma(b, '{')
		b = AppendMember(b, "", a)
	}
	return append(b, '}')
}

// Sorted gives attributes sorted by key, of equal ones the first first. It makes
// room in scratch where they have another order.
func Sorted(scratch, attrs journey.Attributes) journey.Attributes {
	byKey := func(x, y journey.Attribute) int { return strings.Compare(x.Key, y.Key) }
	if slices.IsSortedFunc(attrs, byKey) {
		return attrs
	}
	scratch = append(scratch[:0], attrs...)
	slices.SortStableFunc(scratch, byKey)
	return scratch
}

// AppendComma divides what follows from what went before, unless that is the
// bracket that opened it.
func AppendComma(b []byte, open byte) []byte {
	if b[len(b)-1] == open {
		return b
	}
	return append(b, ',')
}

// AppendMember writes "key":value.
func AppendMember(b []byte, prefix string, a journey.Attribute) []byte {
	b = AppendString(b, prefix+a.Key)
	return AppendValue(append(b, ':'), a.Value)
}

// AppendLabels writes lists of labels, each sorted, as one object sorted by name;
// of equal names that of the first list counts. All lists are read to their ends.
func AppendLabels(b []byte, lists ...journey.Labels) []byte {
	b = append(b, '{')
	for {
		next := -1
		for i, list := range lists {
			if len(list) > 0 && (next < 0 || list[0].Name < lists[next][0].Name) {
				next = i
			}
		}
		if next < 0 {
			return append(b, '}')
		}
		label := lists[next][0]
		b = AppendComma(b, '{')
		b = append(AppendString(b, label.Name), ':')
		b = AppendString(b, label.Value)
		for i, list := range lists {
			for len(list) > 0 && list[0].Name == label.Name {
				list = list[1:]
			}
			lists[i] = list
		}
	}
}

// AppendKeyValues writes [{"key":…,"value":…}], the form of Grafana's trace view.
func AppendKeyValues(b []byte, attrs journey.Attributes) []byte {
	b = append(b, '[')
	for _, a := range attrs {
		b = AppendKeyValue(b, a)
	}
	return append(b, ']')
}

// AppendKeyValue writes one of a list.
func AppendKeyValue(b []byte, a journey.Attribute) []byte {
	b = append(AppendComma(b, '['), `{"key":`...)
	b = append(AppendString(b, a.Key), `,"value":`...)
	return append(AppendValue(b, a.Value), '}')
}

func AppendValue(b []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return AppendString(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case int64:
		return appendInt(b, v)
	case float64:
		return AppendFloat(b, v)
	case []byte: // as OTLP's JSON encoding does
		return AppendString(b, base64.StdEncoding.EncodeToString(v))
	case []any:
		return appendArray(b, v)
	case journey.Attributes:
		return AppendObject(b, v)
	}
	return append(b, "null"...)
}

func appendArray(b []byte, values []any) []byte {
	b = append(b, '[')
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendValue(b, v)
	}
	return append(b, ']')
}

// appendInt writes a number as a string if JavaScript would round it.
func appendInt(b []byte, v int64) []byte {
	const exact = 1 << 53
	if v <= exact && v >= -exact {
		return strconv.AppendInt(b, v, 10)
	}
	b = append(b, '"')
	b = strconv.AppendInt(b, v, 10)
	return append(b, '"')
}

// AppendFloat writes "NaN", "+Inf" and "-Inf", which JSON has no numbers for,
// as strings.
func AppendFloat(b []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return AppendString(b, strconv.FormatFloat(v, 'g', -1, 64))
	}
	format := byte('f')
	if abs := math.Abs(v); abs >= 1e21 || abs != 0 && abs < 1e-6 {
		format = 'e' // where JavaScript writes exponents too
	}
	return strconv.AppendFloat(b, v, format, -1, 64)
}

// AppendString writes s as a JSON string.
func AppendString(b []byte, s string) []byte {
	s = journey.ValidText(s)
	b = append(b, '"')
	done := 0
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			b = appendEscaped(append(b, s[done:i]...), c)
			done = i + 1
		}
	}
	b = append(b, s[done:]...)
	return append(b, '"')
}

// appendEscaped writes a quote, a backslash or a control character.
func appendEscaped(b []byte, c byte) []byte {
	const hex = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	}
	return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}
