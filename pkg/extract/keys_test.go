package extract

import "testing"

func TestEveryKeyNamePassesTheFilter(t *testing.T) {
	for _, n := range keyNames {
		if !mayBeKey(n.name) {
			t.Errorf("%s never gets to be classified", n.name)
		}
		if got := classify(n.name).field; got != n.field {
			t.Errorf("%s is classified as %d, want %d", n.name, got, n.field)
		}
	}
}

func TestClassify(t *testing.T) {
	cases := []struct {
		name string
		want key
	}{
		{"trace_id", key{field: fieldTrace}},
		{"message.context.traceId", key{field: fieldTrace}},
		{"opentelemetry_trace_id", key{field: fieldTrace}},
		{"X-B3-TraceId", key{field: fieldTrace, rank: rankHeader}},
		{"request_X_B3_Traceid", key{field: fieldTrace, rank: rankHeader}},
		{"x-datadog-trace-id", key{field: fieldTrace, rank: rankHeader, decimal: true}},
		{"dd.span_id", key{field: fieldSpan, rank: rankHeader, decimal: true}},
		{"checkoutTraceID", key{field: fieldTrace, rank: rankWeak}},
		{"averyveryverylongprefix_trace_id", key{field: fieldTrace, rank: rankWeak}},
		{"parentSpanId", key{field: fieldOther, rank: rankNone}},
		{"x_b3_parentspanid", key{}},
		{"otelTraceSampled", key{field: fieldSampled}},
		{"X-Span-Export", key{field: fieldSampled, rank: rankHeader}},
		{"traceparent", key{field: fieldHeader, rank: rankHeader}},
		{"web3", key{}},
		{"resampled", key{}},
		{"user_id", key{}},
		{"_traceid", key{field: fieldTrace}},
		{"id", key{field: fieldID}},
		{"d", key{}},
	}
	for _, c := range cases {
		if got := classify(c.name); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}
