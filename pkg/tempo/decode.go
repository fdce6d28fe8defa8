package tempo

import (
	"time"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

// Field numbers of OTLP's common.proto
// (https://github.com/open-telemetry/opentelemetry-proto), as Tempo has them.
const (
	fieldKey   protowire.Number = 1 // KeyValue.key
	fieldValue protowire.Number = 2 // KeyValue.value, an AnyValue

	fieldString protowire.Number = 1 // AnyValue.string_value
	fieldBool   protowire.Number = 2
	fieldInt    protowire.Number = 3
	fieldDouble protowire.Number = 4
	fieldArray  protowire.Number = 5 // an ArrayValue
	fieldMap    protowire.Number = 6 // a KeyValueList
	fieldBytes  protowire.Number = 7

	fieldValues protowire.Number = 1 // ArrayValue.values, KeyValueList.values
)

// maxDepth is how deep values may be nested; what is deeper is left out.
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

// valueOf gives one of the types that journey.Attribute names.
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

// unixNano holds all that OTLP's unsigned nanoseconds can say.
func unixNano(nanos uint64) time.Time {
	return time.Unix(int64(nanos/1e9), int64(nanos%1e9)).UTC()
}

// nanoseconds is a duration that may be longer than time.Duration holds.
func nanoseconds(n uint64) time.Duration { return time.Duration(min(n, 1<<63-1)) }
