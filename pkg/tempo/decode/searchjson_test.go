package decode

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gogo/protobuf/jsonpb"
	"github.com/grafana/tempo/pkg/tempopb"
	common "github.com/grafana/tempo/pkg/tempopb/common/v1"
	trace "github.com/grafana/tempo/pkg/tempopb/trace/v1"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

// TestReadSearch has Tempo's own code write the JSON, and read what is encoded.
func TestReadSearch(t *testing.T) {
	want := foundTraces(2, 3)
	encoded, err := SearchJSON([]byte(writeSearch(t, want)))
	require.NoError(t, err)
	var got []*tempopb.TraceSearchMetadata
	for _, raw := range encoded {
		var trace tempopb.TraceSearchMetadata
		require.NoError(t, trace.Unmarshal(raw))
		require.Equal(t, trace.Size(), len(raw))
		got = append(got, &trace)
	}
	require.Equal(t, want, got)

	_, err = SearchJSON([]byte(`{"traces":[]}`))
	require.ErrorContains(t, err, "metrics")
}

// TestEnumerations: all that the specification names are read.
func TestEnumerations(t *testing.T) {
	for number, name := range trace.Span_SpanKind_name {
		require.Equal(t, "SPAN_KIND_"+strings.ToUpper(string(kindOf(uint64(number)))), name)
	}
	for number, name := range trace.Status_StatusCode_name {
		require.Equal(t, "STATUS_CODE_"+strings.ToUpper(string(codeOf(trace.Status_StatusCode(number)))), name)
	}
	require.Equal(t, journey.KindUnspecified, kindOf(99))
	require.Equal(t, journey.StatusUnset, codeOf(99))
}

// BenchmarkReadSearch reads summaries of 100 traces from JSON.
func BenchmarkReadSearch(b *testing.B) {
	written := []byte(writeSearch(b, foundTraces(100, 20)))
	b.SetBytes(int64(len(written)))
	b.ReportAllocs()
	for b.Loop() {
		if traces, err := SearchJSON(written); err != nil || len(traces) != 100 {
			b.Fatal(len(traces), err)
		}
	}
}

func writeSearch(t testing.TB, traces []*tempopb.TraceSearchMetadata) string {
	t.Helper()
	written, err := (&jsonpb.Marshaler{}).MarshalToString(&tempopb.SearchResponse{Traces: traces, Metrics: &tempopb.SearchMetrics{}})
	require.NoError(t, err)
	return written
}

// foundTraces are traces of one service each, with values of all types.
func foundTraces(traces, spans int) (all []*tempopb.TraceSearchMetadata) {
	values := []*common.AnyValue{
		{Value: &common.AnyValue_StringValue{StringValue: "GET \"/\" \x00"}},
		{Value: &common.AnyValue_StringValue{}},
		{Value: &common.AnyValue_IntValue{IntValue: -1 << 62}},
		{Value: &common.AnyValue_BoolValue{BoolValue: true}},
		{Value: &common.AnyValue_DoubleValue{DoubleValue: 0.1}},
	}
	values = append(values, &common.AnyValue{Value: &common.AnyValue_ArrayValue{ArrayValue: &common.ArrayValue{Values: values}}})
	var attributes []*common.KeyValue
	for i := range 2 * len(values) {
		attributes = append(attributes, &common.KeyValue{Key: fmt.Sprintf("key.%d", i), Value: values[i%len(values)]})
	}
	for trace := range traces {
		set := &tempopb.SpanSet{Matched: uint32(spans), Attributes: attributes[:1]}
		for span := range spans {
			set.Spans = append(set.Spans, &tempopb.Span{
				SpanID: fmt.Sprintf("%016x", span+1), Name: "GET /", StartTimeUnixNano: 1 << 62, DurationNanos: 1 << 40, Attributes: attributes,
			})
		}
		all = append(all, &tempopb.TraceSearchMetadata{
			TraceID: fmt.Sprintf("%032x", trace+1), StartTimeUnixNano: 1 << 62, DurationMs: 1 << 30,
			SpanSets: []*tempopb.SpanSet{set}, ServiceStats: map[string]*tempopb.ServiceStats{"shop": {SpanCount: uint32(spans)}},
		})
	}
	return all
}

// TestSearchOfNothing holds that answers of empty things, which take little as
// sent and much once they are read, are given up before they fill the memory.
func TestSearchOfNothing(t *testing.T) {
	many := `{"metrics":{},"traces":[{}` + strings.Repeat(",{}", MaxBytes/bytesOfThing) + `]}`
	_, err := SearchJSON([]byte(many))
	require.ErrorIs(t, err, ErrMemory)

	body, err := foundTraces(1, 10)[0].Marshal()
	require.NoError(t, err)
	_, err = NewSummaries(NewBudget(9 * spanBytes)).Trace(wire.New(body))
	require.ErrorIs(t, err, ErrMemory)
	found, err := NewSummaries(NewBudget(10 * spanBytes)).Trace(wire.New(body))
	require.NoError(t, err)
	require.Len(t, found.Spans, 10)
}
