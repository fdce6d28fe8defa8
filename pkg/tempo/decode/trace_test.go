package decode

import (
	"testing"

	"github.com/grafana/tempo/pkg/tempopb"
	commonv1 "github.com/grafana/tempo/pkg/tempopb/common/v1"
	tracev1 "github.com/grafana/tempo/pkg/tempopb/trace/v1"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

var someTrace = journey.TraceID{15: 1}

// TestTraceOfNothing holds that an answer of empty messages, which take little as
// sent and much once they are read, is given up before it fills the memory.
func TestTraceOfNothing(t *testing.T) {
	empty := &tracev1.Span{}
	scope := &tracev1.ScopeSpans{}
	for range 1000 {
		scope.Spans = append(scope.Spans, empty)
	}
	body, err := (&tempopb.TraceByIDResponse{Trace: &tempopb.Trace{ResourceSpans: []*tracev1.ResourceSpans{{ScopeSpans: []*tracev1.ScopeSpans{scope}}}}}).Marshal()
	require.NoError(t, err)
	for _, room := range []int{0, spanBytes, 999 * spanBytes, 1000 * spanBytes} {
		d := traceDecoder{id: someTrace, memory: NewBudget(room)}
		require.NoError(t, d.response(wire.New(body)))
		require.Len(t, d.spans, room/spanBytes)
		require.LessOrEqual(t, cap(d.spans), room/spanBytes+spanBytes/8)
		require.Equal(t, room < 1000*spanBytes, d.full)
	}
}

// TestTracesShareTheirRoom holds that what traces take that are read at the same
// time is bounded in all.
func TestTracesShareTheirRoom(t *testing.T) {
	shared := NewBudget(10 * spanBytes)
	require.Equal(t, 7, shared.take(7, spanBytes))
	require.Equal(t, 3, shared.take(7, spanBytes))
	require.Zero(t, shared.take(1, spanBytes))
}

// TestBadSpans holds that whatever comes becomes a span.
func TestBadSpans(t *testing.T) {
	id := journey.TraceID{1}
	body, err := (&tempopb.TraceByIDResponse{Trace: &tempopb.Trace{ResourceSpans: []*tracev1.ResourceSpans{{}, {ScopeSpans: []*tracev1.ScopeSpans{{}, {Spans: []*tracev1.Span{
		{},
		{SpanId: []byte("longer than eight"), ParentSpanId: []byte{1}, StartTimeUnixNano: 2, EndTimeUnixNano: 1, Kind: 99},
		{SpanId: []byte{1, 2}, StartTimeUnixNano: 1<<64 - 1, EndTimeUnixNano: 1<<64 - 1, Attributes: []*commonv1.KeyValue{{}, {Key: "empty"}}},
	}}}}}}}).Marshal()
	require.NoError(t, err)
	d := traceDecoder{id: id, memory: NewBudget(MaxBytes)}
	require.NoError(t, d.response(wire.New(body)))
	spans := d.spans
	require.Len(t, spans, 3)
	for _, span := range spans {
		require.Equal(t, id, span.TraceID)
		require.Equal(t, journey.KindUnspecified, span.Kind)
		require.Zero(t, span.Duration)
	}
	require.True(t, spans[1].SpanID.IsZero())
	require.Equal(t, journey.SpanID{7: 1}, spans[1].ParentID)
	require.Equal(t, 2554, spans[2].Start.Year())
	require.Equal(t, journey.Attributes{{Value: ""}, {Key: "empty", Value: ""}}, spans[2].Attributes)
}
