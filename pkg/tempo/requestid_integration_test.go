package tempo_test

import (
	"fmt"
	"testing"
	"time"

	commonv1 "github.com/grafana/tempo/pkg/tempopb/common/v1"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
	"github.com/requestjourney/requestjourney/pkg/tempo"
)

// testByRequestID finds traces by every attribute that holds a request ID, as text and
// as the list that OpenTelemetry's convention for headers asks for, and whatever
// characters the ID has.
func testByRequestID(t *testing.T, f *fixture) {
	var want []journey.TraceID
	var ids []string
	add := func(attribute string, value func(id string) *commonv1.AnyValue) {
		id := fmt.Sprintf("0A000101:C350_%d.%s+%d", len(ids), "65C20D56/0001", time.Now().UnixNano())
		span := f.span(newID(t), 1, 0, time.Millisecond)
		span.Attributes = append(span.Attributes, &commonv1.KeyValue{Key: attribute, Value: value(id)})
		f.push(t, span)
		ids, want = append(ids, id), append(want, journey.TraceID(span.TraceId))
	}
	text := func(id string) *commonv1.AnyValue {
		return &commonv1.AnyValue{Value: &commonv1.AnyValue_StringValue{StringValue: id}}
	}
	list := func(id string) *commonv1.AnyValue {
		return &commonv1.AnyValue{Value: &commonv1.AnyValue_ArrayValue{ArrayValue: &commonv1.ArrayValue{Values: []*commonv1.AnyValue{text(id)}}}}
	}
	for _, attribute := range semconv.RequestIDAttributes() {
		add(attribute, text)
	}
	add("http.request.header.x-request-id", list)
	f.push(t, f.span(newID(t), 1, 0, time.Millisecond))
	f.found(t, len(want)+1)
	for name, source := range map[string]*tempo.Source{"gRPC": f.grpc, "HTTP": f.web} {
		for n, id := range ids {
			found, err := source.ByRequestID(t.Context(), []string{id, "another"}, f.in, 10)
			require.NoError(t, err, name)
			require.Len(t, found.Found, 1, "%s %s", name, id)
			require.Equal(t, want[n], found.Found[0].TraceID, name)
		}
		found, err := source.ByRequestID(t.Context(), ids, f.in, 10)
		require.NoError(t, err, name)
		require.Len(t, found.Found, len(want), name)
	}
}
