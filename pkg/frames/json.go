package frames

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// pair is one key of a JSON object in the making.
type pair struct {
	key   string
	value any // as in journey.Attribute
}

// appendPairs adds attributes under prefix.
func appendPairs(pairs []pair, prefix string, attrs journey.Attributes) []pair {
	for _, a := range attrs {
		pairs = append(pairs, pair{prefix + a.Key, a.Value})
	}
	return pairs
}

// jsonObject writes pairs sorted by key; of equal keys the first one counts.
func jsonObject(pairs []pair) json.RawMessage {
	return appendObject(make([]byte, 0, 32*len(pairs)+2), pairs)
}

func appendObject(b []byte, pairs []pair) []byte {
	slices.SortStableFunc(pairs, func(x, y pair) int { return strings.Compare(x.key, y.key) })
	b = append(b, '{')
	for i, p := range pairs {
		if i > 0 && p.key == pairs[i-1].key {
			continue
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, p.key)
		b = append(b, ':')
		b = appendValue(b, p.value)
	}
	return append(b, '}')
}

// labelObject writes labels and structured metadata, both sorted, as one object
// sorted by name; of equal names the label counts, as in Loki.
func labelObject(labels, metadata journey.Labels) json.RawMessage {
	b := append(make([]byte, 0, 40*(len(labels)+len(metadata))+2), '{')
	for len(labels)+len(metadata) > 0 {
		next := &labels
		if len(labels) == 0 || len(metadata) > 0 && metadata[0].Name < labels[0].Name {
			next = &metadata
		} else if len(metadata) > 0 && metadata[0].Name == labels[0].Name {
			metadata = metadata[1:]
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(appendString(b, (*next)[0].Name), ':')
		b = appendString(b, (*next)[0].Value)
		*next = (*next)[1:]
	}
	return append(b, '}')
}

// appendKeyValues writes [{"key":…,"value":…}], the form of Grafana's trace view.
func appendKeyValues(b []byte, pairs []pair) []byte {
	b = append(b, '[')
	for i, p := range pairs {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"key":`...)
		b = appendString(b, p.key)
		b = append(b, `,"value":`...)
		b = appendValue(b, p.value)
		b = append(b, '}')
	}
	return append(b, ']')
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
		return appendObject(b, appendPairs(nil, "", v))
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

// appendString writes s as a JSON string. Nearly all keys and values are plain
// and are copied as they are.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			quoted, err := json.Marshal(validText(s))
			if err != nil {
				panic(err) // no string fails to marshal
			}
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
