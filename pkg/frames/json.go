package frames

import (
	"encoding/base64"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// appendObject writes attributes sorted by key; of equal keys the first one counts.
func appendObject(b []byte, attrs journey.Attributes) []byte {
	attrs = sorted(nil, attrs)
	b = append(b, '{')
	for i, a := range attrs {
		if i > 0 && a.Key == attrs[i-1].Key {
			continue
		}
		b = appendComma(b, '{')
		b = appendMember(b, "", a)
	}
	return append(b, '}')
}

// sorted gives attributes sorted by key, of equal ones the first first. It makes
// room in scratch where they have another order.
func sorted(scratch, attrs journey.Attributes) journey.Attributes {
	byKey := func(x, y journey.Attribute) int { return strings.Compare(x.Key, y.Key) }
	if slices.IsSortedFunc(attrs, byKey) {
		return attrs
	}
	scratch = append(scratch[:0], attrs...)
	slices.SortStableFunc(scratch, byKey)
	return scratch
}

// appendComma divides what follows from what went before, unless that is the
// bracket that opened it.
func appendComma(b []byte, open byte) []byte {
	if b[len(b)-1] == open {
		return b
	}
	return append(b, ',')
}

// appendMember writes "key":value.
func appendMember(b []byte, prefix string, a journey.Attribute) []byte {
	b = appendString(b, prefix+a.Key)
	return appendValue(append(b, ':'), a.Value)
}

// appendLabels writes lists of labels, each sorted, as one object sorted by name;
// of equal names that of the first list counts. All lists are read to their ends.
func appendLabels(b []byte, lists ...journey.Labels) []byte {
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
		b = appendComma(b, '{')
		b = append(appendString(b, label.Name), ':')
		b = appendString(b, label.Value)
		for i, list := range lists {
			for len(list) > 0 && list[0].Name == label.Name {
				list = list[1:]
			}
			lists[i] = list
		}
	}
}

// appendKeyValues writes [{"key":…,"value":…}], the form of Grafana's trace view.
func appendKeyValues(b []byte, attrs journey.Attributes) []byte {
	b = append(b, '[')
	for _, a := range attrs {
		b = appendKeyValue(b, a)
	}
	return append(b, ']')
}

// appendKeyValue writes one of a list.
func appendKeyValue(b []byte, a journey.Attribute) []byte {
	b = append(appendComma(b, '['), `{"key":`...)
	b = append(appendString(b, a.Key), `,"value":`...)
	return append(appendValue(b, a.Value), '}')
}

func appendValue(b []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return appendString(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case int64:
		return appendInt(b, v)
	case float64:
		return appendFloat(b, v)
	case []byte: // as OTLP's JSON encoding does
		return appendString(b, base64.StdEncoding.EncodeToString(v))
	case []any:
		return appendArray(b, v)
	case journey.Attributes:
		return appendObject(b, v)
	}
	return append(b, "null"...)
}

func appendArray(b []byte, values []any) []byte {
	b = append(b, '[')
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendValue(b, v)
	}
	return append(b, ']')
}

// appendInt writes numbers that JavaScript would round as strings.
func appendInt(b []byte, v int64) []byte {
	const exact = 1 << 53
	if v <= exact && v >= -exact {
		return strconv.AppendInt(b, v, 10)
	}
	b = append(b, '"')
	b = strconv.AppendInt(b, v, 10)
	return append(b, '"')
}

// appendFloat writes "NaN", "+Inf" and "-Inf", which JSON has no numbers for,
// as strings.
func appendFloat(b []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return appendString(b, strconv.FormatFloat(v, 'g', -1, 64))
	}
	format := byte('f')
	if abs := math.Abs(v); abs >= 1e21 || abs != 0 && abs < 1e-6 {
		format = 'e' // where JavaScript writes exponents too
	}
	return strconv.AppendFloat(b, v, format, -1, 64)
}

// appendString writes s as a JSON string.
func appendString(b []byte, s string) []byte {
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
