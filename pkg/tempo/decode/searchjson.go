package decode

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/wire"
)

// searchJSON has the fields of a SearchResponse in JSON that the plugin needs
// (https://github.com/grafana/tempo/blob/v2.9.0/pkg/tempopb/tempo.proto). Reading
// JSON into generated types uses reflection, and takes ten times as long.
type searchJSON struct {
	Metrics json.RawMessage // Tempo always sends it
	Traces  []traceJSON
}

type traceJSON struct {
	TraceID           string
	StartTimeUnixNano uint64 `json:",string"`
	DurationMs        uint32
	SpanSets          []spanSetJSON
	ServiceStats      map[string]struct{ SpanCount uint32 }
}

type spanSetJSON struct {
	Spans      []spanJSON
	Matched    uint32
	Attributes []attributeJSON
}

type spanJSON struct {
	SpanID            string
	Name              string
	StartTimeUnixNano uint64 `json:",string"`
	DurationNanos     uint64 `json:",string"`
	Attributes        []attributeJSON
}

type attributeJSON struct {
	Key   string
	Value valueJSON
}

// valueJSON has at most one field that is not nil.
type valueJSON struct {
	StringValue *string
	IntValue    *int64 `json:",string"`
	BoolValue   *bool
	DoubleValue *float64
	ArrayValue  *struct{ Values []valueJSON }
}

// bytesOfThing is the most memory in bytes that one value in the JSON takes once it is
// decoded. There is a comma before each value but the first.
const bytesOfThing = 256

// SearchJSON returns what the stream would have sent: an encoded
// TraceSearchMetadata for each trace.
func SearchJSON(body []byte) (traces [][]byte, err error) {
	if bytes.Count(body, []byte(",")) > MaxBytes/bytesOfThing {
		return nil, ErrMemory
	}
	var read searchJSON
	if err := json.Unmarshal(body, &read); err != nil {
		return nil, err
	}
	if read.Metrics == nil {
		return nil, errors.New("it has no metrics")
	}
	for i := range read.Traces {
		traces = append(traces, read.Traces[i].encode())
	}
	return traces, nil
}

func (t *traceJSON) encode() []byte {
	b := wire.AppendText(nil, fieldTraceID, t.TraceID)
	b = wire.AppendUint(b, fieldTraceStart, t.StartTimeUnixNano)
	b = wire.AppendUint(b, fieldTraceMillis, uint64(t.DurationMs))
	for i := range t.SpanSets {
		b = wire.AppendMessage(b, fieldSpanSets, t.SpanSets[i].encode())
	}
	for _, service := range slices.Sorted(maps.Keys(t.ServiceStats)) {
		stats := wire.AppendUint(nil, fieldSpanCount, uint64(t.ServiceStats[service].SpanCount))
		b = wire.AppendMessage(b, fieldServiceStats, wire.AppendMessage(wire.AppendText(nil, fieldService, service), fieldStats, stats))
	}
	return b
}

func (s *spanSetJSON) encode() (b []byte) {
	for i := range s.Spans {
		b = wire.AppendMessage(b, fieldSetSpans, s.Spans[i].encode())
	}
	return appendAttributes(wire.AppendUint(b, fieldSetMatched, uint64(s.Matched)), fieldSetGroups, s.Attributes)
}

func (s *spanJSON) encode() []byte {
	b := wire.AppendText(nil, fieldFoundID, s.SpanID)
	b = wire.AppendText(b, fieldFoundName, s.Name)
	b = wire.AppendUint(b, fieldFoundStart, s.StartTimeUnixNano)
	b = wire.AppendUint(b, fieldFoundDuration, s.DurationNanos)
	return appendAttributes(b, fieldFoundAttributes, s.Attributes)
}

// appendAttributes appends a KeyValue for each attribute.
func appendAttributes(b []byte, number protowire.Number, attributes []attributeJSON) []byte {
	for i := range attributes {
		encoded := wire.AppendText(nil, fieldKey, attributes[i].Key)
		b = wire.AppendMessage(b, number, wire.AppendMessage(encoded, fieldValue, attributes[i].Value.encode()))
	}
	return b
}

// encode returns an AnyValue. Its field is present even if the value is empty.
func (v *valueJSON) encode() []byte {
	switch {
	case v.StringValue != nil:
		return wire.AppendMessage(nil, fieldString, []byte(*v.StringValue))
	case v.IntValue != nil:
		return protowire.AppendVarint(protowire.AppendTag(nil, fieldInt, protowire.VarintType), uint64(*v.IntValue))
	case v.BoolValue != nil:
		return protowire.AppendVarint(protowire.AppendTag(nil, fieldBool, protowire.VarintType), protowire.EncodeBool(*v.BoolValue))
	case v.DoubleValue != nil:
		return protowire.AppendFixed64(protowire.AppendTag(nil, fieldDouble, protowire.Fixed64Type), math.Float64bits(*v.DoubleValue))
	case v.ArrayValue != nil:
		var values []byte
		for i := range v.ArrayValue.Values {
			values = wire.AppendMessage(values, fieldValues, v.ArrayValue.Values[i].encode())
		}
		return wire.AppendMessage(nil, fieldArray, values)
	}
	return nil
}
