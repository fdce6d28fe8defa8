package tempo

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/grafana/tempo/pkg/tempopb"
	common "github.com/grafana/tempo/pkg/tempopb/common/v1"
)

// searchJSON is Tempo's JSON of a SearchResponse, as far as it is read
// (https://github.com/grafana/tempo/blob/v2.9.0/pkg/tempopb/tempo.proto).
// Generated types are read from JSON by reflection alone, which takes ten times
// as long.
type searchJSON struct {
	Metrics json.RawMessage // always there: what lacks it is not Tempo's
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

// valueJSON has one field at most.
type valueJSON struct {
	StringValue *string
	IntValue    *int64 `json:",string"`
	BoolValue   *bool
	DoubleValue *float64
	ArrayValue  *struct{ Values []valueJSON }
}

// bytesOfThing is what anything in the JSON takes at most once it is read; a
// comma stands before each but the first.
const bytesOfThing = 256

// readSearch gives what the stream would have brought: a TraceSearchMetadata for
// each trace.
func readSearch(body []byte) (traces []*tempopb.TraceSearchMetadata, err error) {
	if bytes.Count(body, []byte(",")) > maxTraces/bytesOfThing {
		return nil, errMemory
	}
	var read searchJSON
	if err := json.Unmarshal(body, &read); err != nil {
		return nil, err
	}
	if read.Metrics == nil {
		return nil, errors.New("it has no metrics")
	}
	return each(read.Traces, (*traceJSON).message), nil
}

func (t *traceJSON) message() *tempopb.TraceSearchMetadata {
	m := &tempopb.TraceSearchMetadata{
		TraceID: t.TraceID, StartTimeUnixNano: t.StartTimeUnixNano, DurationMs: t.DurationMs,
		SpanSets: each(t.SpanSets, (*spanSetJSON).message), ServiceStats: make(map[string]*tempopb.ServiceStats, len(t.ServiceStats)),
	}
	for service, stats := range t.ServiceStats {
		m.ServiceStats[service] = &tempopb.ServiceStats{SpanCount: stats.SpanCount}
	}
	return m
}

func (s *spanSetJSON) message() *tempopb.SpanSet {
	return &tempopb.SpanSet{
		Spans: each(s.Spans, (*spanJSON).message), Matched: s.Matched, Attributes: each(s.Attributes, (*attributeJSON).message),
	}
}

func (s *spanJSON) message() *tempopb.Span {
	return &tempopb.Span{
		SpanID: s.SpanID, Name: s.Name, StartTimeUnixNano: s.StartTimeUnixNano, DurationNanos: s.DurationNanos,
		Attributes: each(s.Attributes, (*attributeJSON).message),
	}
}

func (a *attributeJSON) message() *common.KeyValue {
	return &common.KeyValue{Key: a.Key, Value: a.Value.message()}
}

func (v *valueJSON) message() *common.AnyValue {
	switch {
	case v.StringValue != nil:
		return &common.AnyValue{Value: &common.AnyValue_StringValue{StringValue: *v.StringValue}}
	case v.IntValue != nil:
		return &common.AnyValue{Value: &common.AnyValue_IntValue{IntValue: *v.IntValue}}
	case v.BoolValue != nil:
		return &common.AnyValue{Value: &common.AnyValue_BoolValue{BoolValue: *v.BoolValue}}
	case v.DoubleValue != nil:
		return &common.AnyValue{Value: &common.AnyValue_DoubleValue{DoubleValue: *v.DoubleValue}}
	case v.ArrayValue != nil:
		return &common.AnyValue{Value: &common.AnyValue_ArrayValue{ArrayValue: &common.ArrayValue{
			Values: each(v.ArrayValue.Values, (*valueJSON).message),
		}}}
	}
	return &common.AnyValue{}
}

func each[From, To any](all []From, message func(*From) *To) []*To {
	out := make([]*To, len(all))
	for i := range all {
		out[i] = message(&all[i])
	}
	return out
}
