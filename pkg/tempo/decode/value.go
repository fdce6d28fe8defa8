package decode

import (
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

// maxDepth is how deep values may be nested. Deeper values are left out.
const maxDepth = 16

// attributeOf reads a KeyValue.
func attributeOf(m wire.Message, depth int) journey.Attribute {
	a := journey.Attribute{Value: ""} // OTLP's empty value
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		switch f.Number {
		case fieldKey:
			a.Key = f.Text()
		case fieldValue:
			a.Value = valueOf(f.Message, depth)
		}
	}
	return a
}

// valueOf returns one of the types that journey.Attribute names.
func valueOf(m wire.Message, depth int) (value any) {
	value = ""
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		switch f.Number {
		case fieldString:
			value = f.Text()
		case fieldBool:
			value = f.Uint != 0
		case fieldInt:
			value = int64(f.Uint)
		case fieldDouble:
			value = f.Float()
		case fieldBytes:
			value = []byte(f.Text())
		case fieldArray:
			value = arrayOf(f.Message, depth+1)
		case fieldMap:
			value = mapOf(f.Message, depth+1)
		}
	}
	return value
}

func arrayOf(m wire.Message, depth int) []any {
	array := []any{}
	for f, ok := m.Next(); ok && depth < maxDepth; f, ok = m.Next() {
		if f.Number == fieldValues {
			array = append(array, valueOf(f.Message, depth))
		}
	}
	return array
}

func mapOf(m wire.Message, depth int) (attributes journey.Attributes) {
	for f, ok := m.Next(); ok && depth < maxDepth; f, ok = m.Next() {
		if f.Number == fieldValues {
			attributes = append(attributes, attributeOf(f.Message, depth))
		}
	}
	return attributes
}

// unixNano works for all of OTLP's unsigned nanoseconds.
func unixNano(nanos uint64) time.Time {
	return time.Unix(int64(nanos/1e9), int64(nanos%1e9)).UTC()
}

// nanoseconds caps a duration at the longest time.Duration.
func nanoseconds(n uint64) time.Duration { return time.Duration(min(n, 1<<63-1)) }
